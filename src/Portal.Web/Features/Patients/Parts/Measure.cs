using Portal.Features.Patients.Chart;

namespace Portal.Web.Features.Patients.Parts;

/// <summary>One number of a measure.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Value">The number.</param>
/// <param name="Flag">How it lies to the range of its day.</param>
/// <param name="Entry">The entry it was taken from.</param>
public sealed record TrendPoint(DateTimeOffset At, decimal Value, Flag Flag, ChartItem<ObservationDetails> Entry);

/// <summary>One line of a chart.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Points">Oldest first.</param>
/// <param name="Range">The range of the newest point.</param>
public sealed record TrendSeries(string Name, IReadOnlyList<TrendPoint> Points, ReferenceRange? Range)
{
    /// <summary>The newest point.</summary>
    public TrendPoint Latest => Points[^1];
}

/// <summary>Where a shown range comes from.</summary>
public enum RangeSource
{
    /// <summary>There is none.</summary>
    None = 0,

    /// <summary>The laboratory or device gave it.</summary>
    Source = 1,

    /// <summary><see cref="AdultReferenceRanges"/>.</summary>
    Adult = 2,
}

/// <summary>All results of one code, as a card shows them.</summary>
/// <param name="Key">Code and unit: what makes it one card.</param>
/// <param name="Name">What was measured.</param>
/// <param name="Category">vital-signs, laboratory and so on.</param>
/// <param name="Unit">The unit as people write it; empty for none.</param>
/// <param name="Series">One line, or one for each component.</param>
/// <param name="RangeSource">Where the range comes from.</param>
public sealed record Measure(string Key, string Name, string? Category, string Unit, IReadOnlyList<TrendSeries> Series, RangeSource RangeSource)
{
    /// <summary>When it was measured last.</summary>
    public DateTimeOffset LatestAt => Series.Max(line => line.Latest.At);

    /// <summary>Whether one of the newest values is out of its range.</summary>
    public bool IsOut => Series.Any(line => line.Latest.Flag is Flag.Low or Flag.High or Flag.Abnormal);

    /// <summary>The newest value of each line: <c>118/76</c> for blood pressure.</summary>
    public string LatestText => string.Join('/', Series.Select(line => Units.Number(line.Latest.Value)));
}
