using Portal.Features.Patients.Chart;
using Portal.Web.Components.Ui;

namespace Portal.Web.Features.Patients.Parts;

/// <summary>Makes cards of observations: one for each code, numbers only.</summary>
public static class Measures
{
    private static readonly string[] VitalsInOrder =
        ["85354-9", "55284-4", "8867-4", "9279-1", "8310-5", "8331-1", "2708-6", "59408-5", "29463-7", "8302-2", "39156-5"];

    /// <summary>Blood pressure has two LOINC panels over the years; a reader wants one line.</summary>
    private const string BloodPressure = "85354-9";

    /// <summary>The cards: vitals in their usual order, the rest by name.</summary>
    public static IReadOnlyList<Measure> Of(IEnumerable<ChartItem<ObservationDetails>> observations, DateOnly? birth, string? sex) =>
        observations.SelectMany(item => Results(item, birth, sex))
            .GroupBy(result => result.Key)
            .OrderBy(group => Rank(group.Key.Code))
            .ThenBy(group => group.First().Name, StringComparer.CurrentCultureIgnoreCase)
            .Select(Card)
            .ToList();

    /// <summary>Whether an observation has a number that a card can show.</summary>
    public static bool IsNumeric(ObservationDetails details) =>
        details.Value is not null || details.Components.Any(part => part.Value is not null);

    private static int Rank(string code) => Array.IndexOf(VitalsInOrder, code) is >= 0 and var at ? at : int.MaxValue;

    private static IEnumerable<Result> Results(ChartItem<ObservationDetails> item, DateOnly? birth, string? sex)
    {
        if (!item.Code.HasValue || !item.Details.HasValue)
        {
            yield break;
        }

        var (code, details) = (item.Code.ValueOrDefault!, item.Details.ValueOrDefault!);
        int? age = birth is { } born ? Dates.Years(born, DateOnly.FromDateTime(item.At.UtcDateTime)) : null;
        var parts = details.Value is null
            ? details.Components
            : [new(code, details.Value, details.Unit, null, details.Range)];
        foreach (var part in parts.Where(part => part.Value is not null))
        {
            var range = Given(part.Range) ?? AdultReferenceRanges.For(part.Code.Code, part.Unit, sex, age);
            var source = range is null ? RangeSource.None : Given(part.Range) is null ? RangeSource.Adult : RangeSource.Source;
            var flag = Flags.Of(part.Value, range, details.Value is null ? null : details.Interpretation);
            // Numbers of two units share no axis.
            var key = (Code: code.Code is "55284-4" ? BloodPressure : code.Code ?? code.Display, Unit: part.Unit ?? "");
            yield return new(key, code.Display.Trim(), details.Category, part.Code, range, source, new(item.At, part.Value!.Value, flag, item));
        }
    }

    private static ReferenceRange? Given(ReferenceRange? range) => (range?.Low ?? range?.High) is null ? null : range;

    private static Measure Card(IGrouping<(string Code, string Unit), Result> group)
    {
        var lines = group.GroupBy(result => result.Part.Code ?? result.Part.Display)
            // Systolic is spoken before diastolic.
            .OrderByDescending(line => line.Key == "8480-6")
            .Select(line => Line(line.OrderBy(result => result.Point.At).ToList()))
            .ToList();
        var latest = group.MaxBy(result => result.Point.At)!;
        return new($"{group.Key.Code} {group.Key.Unit}", latest.Name, latest.Category, Units.Show(group.Key.Unit), lines, latest.Source);
    }

    private static TrendSeries Line(List<Result> results) =>
        new(results[^1].Part.Display.Trim(), results.ConvertAll(result => result.Point), results[^1].Range);

    private sealed record Result(
        (string Code, string Unit) Key, string Name, string? Category, Coding Part, ReferenceRange? Range, RangeSource Source, TrendPoint Point);
}
