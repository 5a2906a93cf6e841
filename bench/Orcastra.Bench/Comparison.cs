namespace Orcastra.Bench;

/// <summary>Times of one thing, done in turn by Orcastra and by hand.</summary>
internal sealed class Comparison
{
    private readonly List<double> _own = [];
    private readonly List<double> _hand = [];

    /// <summary>The times taken last.</summary>
    public string Last => $"orcastra {_own[^1]:0.00} s, by hand {_hand[^1]:0.00} s";

    /// <summary>The medians and their ratio.</summary>
    public string Medians =>
        $"median of {_own.Count}: orcastra {Median(_own):0.00} s, by hand {Median(_hand):0.00} s, ratio {Median(_own) / Median(_hand):0.00}";

    /// <summary>The longest time that Orcastra took.</summary>
    public double Slowest => _own.Max();

    /// <summary>Adds one time of each, in seconds.</summary>
    public void Add(double own, double hand)
    {
        _own.Add(own);
        _hand.Add(hand);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
