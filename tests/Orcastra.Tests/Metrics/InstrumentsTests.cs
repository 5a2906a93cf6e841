using System.Diagnostics.Metrics;
using Orcastra.Metrics;

namespace Orcastra.Tests.Metrics;

public sealed class InstrumentsTests
{
    [Fact]
    public void Every_name_that_dashboards_ask_for_is_there_from_the_start()
    {
        using var instruments = new Instruments("1.2.3");
        var samples = PrometheusParser.Parse(instruments.Text());
        string[] zero =
        [
            "swarm_orch_leader", "anchor_updates_total", "dependent_updates_total", "anchor_sync_errors_total", "anchor_sync_last_duration_seconds",
            "orcastra_passes_total", "orcastra_pass_duration_seconds", "orcastra_engine_requests_total", "orcastra_handoffs_in_flight",
            "orcastra_handoffs_total{outcome=\"done\"}", "orcastra_handoffs_total{outcome=\"undone\"}", "orcastra_handoffs_total{outcome=\"overtaken\"}",
            "orcastra_refusals", "orcastra_given_up", "orcastra_config_errors", "orcastra_last_complete_snapshot_timestamp_seconds",
        ];
        Assert.Equal(zero.Order(), samples.Where(sample => sample.Value == 0).Select(sample => sample.Key).Order());
        Assert.Equal(1, samples["orcastra_build_info{version=\"1.2.3\"}"]);
        Assert.Equal(zero.Length + 1, samples.Count);
    }

    [Fact]
    public void Counters_add_up_and_gauges_are_replaced()
    {
        using var instruments = new Instruments("1");
        instruments.Passes.Add(2);
        instruments.Passes.Add(3);
        instruments.PassSeconds.Record(0.25);
        instruments.PassSeconds.Record(0.125);
        instruments.HandOffs(HandOffOutcome.Undone);
        var samples = PrometheusParser.Parse(instruments.Text());
        Assert.Equal(5, samples["orcastra_passes_total"]);
        Assert.Equal(0.125, samples["orcastra_pass_duration_seconds"]);
        Assert.Equal(1, samples["orcastra_handoffs_total{outcome=\"undone\"}"]);
        Assert.Equal(0, samples["orcastra_handoffs_total{outcome=\"done\"}"]);
    }

    [Fact]
    public void Two_programs_in_one_process_do_not_count_for_each_other()
    {
        using var one = new Instruments("1");
        using var other = new Instruments("1");
        one.Passes.Add(1);
        Assert.Equal(0, PrometheusParser.Parse(other.Text())["orcastra_passes_total"]);
    }

    [Fact]
    public async Task Nothing_is_lost_when_many_count_and_read_at_once()
    {
        using var instruments = new Instruments("1");
        await Parallel.ForAsync(0, 8, TestContext.Current.CancellationToken, (_, _) =>
        {
            for (var i = 0; i < 2_000; i++)
            {
                instruments.EngineRequests.Add(1);
                if (i % 100 == 0)
                {
                    PrometheusParser.Parse(instruments.Text());
                }
            }

            return ValueTask.CompletedTask;
        });
        Assert.Equal(16_000, PrometheusParser.Parse(instruments.Text())["orcastra_engine_requests_total"]);
    }

    [Fact]
    public void Up_down_counters_are_gauges_that_add_up_and_observables_stand_where_they_say()
    {
        using var meter = new Meter("test");
        using var reader = new MeterReader(meter);
        var stands = 4L;
        var open = meter.CreateUpDownCounter<int>("open");
        meter.CreateObservableCounter("seen_total", () => stands);
        open.Add(3);
        open.Add(-2);
        reader.Read();
        stands = 6;
        var samples = PrometheusParser.Parse(PrometheusText.Write(reader.Read().Select(family => family with { Help = "x" })));
        Assert.Equal(1, samples["open"]);
        Assert.Equal(6, samples["seen_total"]);
    }

    [Fact]
    public void Labels_and_help_are_escaped_and_the_order_of_labels_does_not_matter()
    {
        using var meter = new Meter("test");
        using var reader = new MeterReader(meter);
        var counter = meter.CreateCounter<long>("odd_total", null, "a\\b\nc");
        counter.Add(1, new("b", "q\"\\\n"), new("a", null));
        counter.Add(1, new("a", null), new("b", "q\"\\\n"));
        var text = PrometheusText.Write(reader.Read());
        PrometheusParser.Parse(text);
        Assert.Equal("# HELP odd_total a\\\\b\\nc\n# TYPE odd_total counter\nodd_total{a=\"\",b=\"q\\\"\\\\\\n\"} 2\n", text);
    }

    [Theory]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(1790000000.125, "1790000000.125")]
    public void Numbers_are_written_as_prometheus_reads_them(double value, string text) => Assert.Equal(text, PrometheusText.Number(value));
}
