using System.Globalization;

namespace Portal.Benchmarks;

/// <summary>One measured figure of ours beside that of its peer.</summary>
/// <param name="Bench">The benchmark's name.</param>
/// <param name="Measure">What was compared, in words.</param>
/// <param name="Ratio">Ours divided by the peer's; zero where there is no peer.</param>
/// <param name="Ours">Ours, in the unit.</param>
/// <param name="Peer">The peer's, in the unit.</param>
/// <param name="Unit">The unit of both.</param>
/// <param name="Limit">What the figure must keep to; <c>null</c> where it is told for its own sake.</param>
internal sealed record Result(string Bench, string Measure, double Ratio, double Ours, double Peer, string Unit, Limit? Limit = null)
{
    /// <summary>Whether it keeps to its limit; <c>null</c> where it has none.</summary>
    public bool? Passes => Limit?.Holds(this);

    /// <summary>A figure with a peer.</summary>
    public static Result Of(string bench, string measure, double ours, double peer, string unit, Limit? limit = null) =>
        new(bench, measure, ours / peer, ours, peer, unit, limit);

    /// <summary>A figure that stands alone.</summary>
    public static Result Alone(string bench, string measure, double ours, string unit, Limit? limit = null) =>
        new(bench, measure, 0, ours, 0, unit, limit);

    public string InWords()
    {
        var figures = Peer == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{Ours:0.###} {Unit}")
            : string.Create(CultureInfo.InvariantCulture, $"{Ratio:0.00} × ({Ours:0.###} against {Peer:0.###} {Unit})");
        return Limit is null
            ? $"{Bench,-8} {"",-5} {Measure}: {figures}"
            : $"{Bench,-8} {(Passes == true ? "pass" : "OVER"),-5} {Measure}: {figures}; limit {Limit.InWords(Unit)}";
    }
}
