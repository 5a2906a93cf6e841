using System.Globalization;
using Orcastra.Faults;

namespace Orcastra.Bench;

/// <summary>
/// Random scenarios for as many simulated hours as asked, on all cores, or those of chosen seeds. Stops at the first broken law,
/// with its seed and the smallest steps that show it.
/// </summary>
internal sealed class SoakBench(double hours, ulong seed, Queue<ulong>? chosen, bool isShort, bool keepsGoing, bool asIs)
{
    private static readonly TimeSpan Progress = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly long _began = TimeProvider.System.GetTimestamp();
    private readonly TimeProvider _clock = TimeProvider.System;
    private ulong _next = seed;
    private TimeSpan _played;
    private TimeSpan _told;
    private int _runs;
    private long _steps;
    private long _writes;
    private long _requests;
    private long _events;
    private int _violations;
    private Verdict? _failed;

    /// <summary>Reads <c>--hours H</c>, <c>--seed S</c>, <c>--seeds S,S,…</c>, <c>--short</c>, <c>--keep-going</c> and <c>--as-is</c>; null for anything else.</summary>
    public static SoakBench? TryParse(ReadOnlySpan<string> options)
    {
        var (hours, seed, isShort, keepsGoing, asIs) = (1.0, 1UL, false, false, false);
        Queue<ulong>? chosen = null;
        while (!options.IsEmpty)
        {
            var taken = options switch
            {
                ["--short" or "--keep-going" or "--as-is", ..] => 1,
                ["--hours", var text, ..] when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out hours) => 2,
                ["--seeds", var text, ..] when (chosen = Seeds(text)) is not null => 2,
                ["--seed", var text, ..] when ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seed) => 2,
                _ => 0,
            };
            if (taken == 0)
            {
                return null;
            }

            isShort |= options[0] == "--short";
            keepsGoing |= options[0] == "--keep-going";
            asIs |= options[0] == "--as-is";
            options = options[taken..];
        }

        return new(hours, seed, chosen, isShort, keepsGoing, asIs);
    }

    private static Queue<ulong>? Seeds(string text)
    {
        var seeds = new Queue<ulong>();
        foreach (var part in text.Split(','))
        {
            if (!ulong.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
            {
                return null;
            }

            seeds.Enqueue(seed);
        }

        return seeds;
    }

    /// <summary>Runs it.</summary>
    /// <returns>0 if all laws held.</returns>
    public int Run()
    {
        var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(Work)).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Tell("end");
        if (_failed is not { } failed || keepsGoing)
        {
            return _failed is null ? 0 : 1;
        }

        Console.WriteLine(asIs ? FaultRun.Play(failed.Scenario, new() { Records = true }).Journal : Report.Of(failed, new(), string.Create(CultureInfo.InvariantCulture, $"bench/soak --seed {failed.Scenario.Seed} --hours 0{(isShort ? " --short" : "")}")));
        return 1;
    }

    private void Work()
    {
        while (Next() is { } number)
        {
            var verdict = FaultRun.Play(isShort ? Generator.Make(number) : Generator.MakeLong(number));
            lock (_gate)
            {
                Count(verdict);
            }
        }
    }

    private ulong? Next()
    {
        lock (_gate)
        {
            if (chosen is not null)
            {
                return chosen.TryDequeue(out var next) ? next : null;
            }

            return (_failed is null || keepsGoing) && (_runs == 0 || _played.TotalHours < hours) ? _next++ : null;
        }
    }

    private void Count(Verdict verdict)
    {
        _runs++;
        _played += verdict.Played;
        _steps += verdict.Scenario.Steps.Length;
        _writes += verdict.Effects;
        _requests += verdict.Requests;
        _events += verdict.Events;
        if (verdict.Strays > 0)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {verdict.Scenario.Seed}: {verdict.Strays} times something went on in another thread: it may not give the same run again"));
        }

        if (verdict.Violations.Count > 0)
        {
            _failed ??= verdict;
            _violations++;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {verdict.Scenario.Seed}: {verdict.Broken}: {verdict.Violations[0].How.Split('\n')[0]}"));
        }

        if (_clock.GetElapsedTime(_began) - _told > Progress)
        {
            _told = _clock.GetElapsedTime(_began);
            Tell("so far");
        }
    }

    private void Tell(string when)
    {
        var took = _clock.GetElapsedTime(_began);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{when}: {_played.TotalHours:0.0} simulated hours in {took.TotalSeconds:0} s ({_played.TotalHours / took.TotalHours:0} times as fast as time), {_runs} scenarios ({_runs / took.TotalSeconds:0.0} a second, {Environment.CpuUsage.TotalTime.TotalMilliseconds / _runs:0} ms of processor each), {_steps} faults and deeds, {_requests} requests, {_events} events, {_writes} writes of ours, {_violations} violations, next seed {_next}"));
    }
}
