using System.Globalization;

namespace Portal.Web.Features.Patients.Parts;

/// <summary>Where values and days lie in a chart of fixed size; the picture scales as a whole.</summary>
public sealed class ChartScale
{
    /// <summary>Size of the picture.</summary>
    public const int Width = 320, Height = 128;

    private const double Left = 36, Right = 312, Top = 8, Bottom = 104;
    private readonly decimal low, high;
    private readonly DateTimeOffset first, last;

    /// <summary>A scale that holds all points and the ranges of their lines.</summary>
    public ChartScale(IReadOnlyList<TrendSeries> lines)
    {
        var points = lines.SelectMany(line => line.Points).ToList();
        (first, last) = (points.Min(point => point.At), points.Max(point => point.At));
        var limits = lines.SelectMany(line => new[] { line.Range?.Low, line.Range?.High }).OfType<decimal>();
        var values = points.Select(point => point.Value).Concat(limits).ToList();
        var span = values.Max() - values.Min();
        // A value that never changed gets an axis of its own size, not one of its last digit.
        Step = NiceStep(span == 0 ? Math.Abs(values[0]) * 0.3m : span);
        low = Math.Floor(values.Min() / Step) * Step;
        high = Math.Ceiling(values.Max() / Step) * Step;
        (low, high) = low == high ? (low - Step, high + Step) : (low, high);
    }

    /// <summary>Distance of the marks on the value axis.</summary>
    public decimal Step { get; }

    /// <summary>The marks on the value axis.</summary>
    public IEnumerable<decimal> Marks()
    {
        for (var mark = low; mark <= high; mark += Step)
        {
            yield return mark;
        }
    }

    /// <summary>A mark in words, as exact as the distance of the marks.</summary>
    public string Label(decimal mark) => mark.ToString(Step >= 1 ? "0.##" : Step >= 0.1m ? "0.0" : "0.00", CultureInfo.CurrentCulture);

    /// <summary>Horizontal place of a time.</summary>
    public string X(DateTimeOffset at) =>
        Text(first == last ? (Left + Right) / 2 : Left + ((Right - Left) * ((at - first) / (last - first))));

    /// <summary>Vertical place of a value; beyond the axis is cut to its end.</summary>
    public string Y(decimal value) => Text(YOf(value));

    /// <summary>Vertical place of the words beside a mark.</summary>
    public string LabelY(decimal value) => Text(YOf(value) + 4);

    /// <summary>Top and height of a range's band; an open side ends at the axis.</summary>
    public (string Top, string Height) Band(decimal? from, decimal? to)
    {
        var top = YOf(to ?? high);
        return (Text(top), Text(Math.Max(1, YOf(from ?? low) - top)));
    }

    private static decimal NiceStep(decimal span)
    {
        if (span <= 0)
        {
            return 1;
        }

        var rough = (double)span / 3;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var factor = (rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
        return (decimal)(factor * power);
    }

    private static string Text(double place) => place.ToString("0.#", CultureInfo.InvariantCulture);

    private double YOf(decimal value) => Bottom - ((Bottom - Top) * (double)((Math.Clamp(value, low, high) - low) / (high - low)));
}
