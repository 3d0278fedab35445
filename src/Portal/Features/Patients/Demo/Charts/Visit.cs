using Portal.Features.Patients.Demo.Terms;

namespace Portal.Features.Patients.Demo.Charts;

/// <summary>One visit of an invented patient.</summary>
/// <param name="Id">The id of its encounter.</param>
/// <param name="Index">From 0.</param>
/// <param name="At">When it began, UTC.</param>
/// <param name="Progress">0 at the first visit of the chart, 1 at the last.</param>
/// <param name="Age">The patient's full years.</param>
/// <param name="Acute">The short illness that was the reason; <c>null</c> for a check-up.</param>
internal sealed record Visit(Guid Id, int Index, DateTimeOffset At, double Progress, int Age, AcuteTerm? Acute)
{
    public DateTimeOffset End => At.AddMinutes(Acute is null ? 35 : 20);

    /// <summary>Blood is taken from adults at every other visit, the first one included.</summary>
    public bool HasLabs => Age >= 18 && Index % 2 == 0;

    /// <summary>What was measured, by LOINC code; the note tells it again.</summary>
    public Dictionary<Measure, decimal> Measured { get; } = [];

    public static IReadOnlyList<Visit> Of(DemoPerson person)
    {
        var random = person.Random;
        var last = person.Until.AddDays(-random.Int(3, 70));
        var alive = (last.UtcDateTime.Date - person.Birth.ToDateTime(TimeOnly.MinValue)).TotalDays;
        var days = Math.Min(random.Int(700, 1500), alive - 60);
        var count = random.Int(4, 10);
        return [.. Enumerable.Range(0, count).Select(index =>
        {
            var progress = index / (double)(count - 1);
            var at = AtWork(last.AddDays((progress - 1) * days), random.Int(0, 31));
            var acute = index > 0 && random.Bool(0.28f) ? AcuteTerms.Draw(person, at) : null;
            return new Visit(Guid.CreateVersion7(at), index, at, progress, person.AgeAt(at), acute);
        })];
    }

    // Weekdays, quarter hours, opening times.
    private static DateTimeOffset AtWork(DateTimeOffset day, int quarter)
    {
        var back = day.DayOfWeek switch { DayOfWeek.Saturday => 1, DayOfWeek.Sunday => 2, _ => 0 };
        return new DateTimeOffset(day.UtcDateTime.Date.AddDays(-back), TimeSpan.Zero).AddHours(8).AddMinutes(15 * quarter);
    }
}
