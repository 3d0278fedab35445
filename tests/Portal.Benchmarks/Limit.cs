using System.Globalization;

namespace Portal.Benchmarks;

/// <summary>What a figure must keep to.</summary>
/// <param name="Value">The bound; it counts as kept where it is met exactly.</param>
/// <param name="IsLeast">Whether the figure must reach it; else it must not pass it.</param>
/// <param name="OfOurs">Whether it bounds our own figure, in its unit; else the ratio.</param>
internal sealed record Limit(double Value, bool IsLeast = false, bool OfOurs = false)
{
    public static Limit RatioAtMost(double value) => new(value);

    public static Limit RatioAtLeast(double value) => new(value, IsLeast: true);

    public static Limit OursAtMost(double value) => new(value, OfOurs: true);

    public bool Holds(Result result)
    {
        var figure = OfOurs ? result.Ours : result.Ratio;
        return IsLeast ? figure >= Value : figure <= Value;
    }

    public string InWords(string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{(IsLeast ? "≥" : "≤")} {Value:0.##} {(OfOurs ? unit : "×")}");
}
