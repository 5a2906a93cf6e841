using System.Numerics;

namespace Orcastra.Simulator;

/// <summary>Chance that a seed reproduces: xoshiro256**, our own so that no release of the framework changes it.</summary>
internal sealed class Dice
{
    private const string IdLetters = "0123456789abcdefghijklmnopqrstuvwxyz";
    private const int IdLength = 25;

    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    public Dice(ulong seed) => (_a, _b, _c, _d) = (Mix(ref seed), Mix(ref seed), Mix(ref seed), Mix(ref seed));

    /// <summary>Dice of their own, so that rolls here do not change what is rolled there.</summary>
    public Dice Fork() => new(Next());

    public ulong Next()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>A number from 0 up to, and without, this.</summary>
    public int Below(int limit) => (int)(((UInt128)Next() * (ulong)limit) >> 64);

    /// <summary>A time between two.</summary>
    public TimeSpan Between(double fromSeconds, double toSeconds)
    {
        var (from, to) = ((long)(fromSeconds * TimeSpan.TicksPerSecond), (long)(toSeconds * TimeSpan.TicksPerSecond));
        return TimeSpan.FromTicks(from + (long)(((UInt128)Next() * (ulong)(to - from + 1)) >> 64));
    }

    public bool Chance(double share) => (Next() >> 11) * (1.0 / (1UL << 53)) < share;

    /// <summary>An ID as Swarm's objects have them.</summary>
    public string Id() => string.Create(IdLength, this, static (letters, dice) =>
    {
        foreach (ref var letter in letters)
        {
            letter = IdLetters[dice.Below(IdLetters.Length)];
        }
    });

    /// <summary>Hexadecimal digits, such as a container's ID has.</summary>
    public string Hex(int digits = 64) => string.Create(digits, this, static (letters, dice) =>
    {
        foreach (ref var letter in letters)
        {
            letter = IdLetters[dice.Below(16)];
        }
    });

    private static ulong Mix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
