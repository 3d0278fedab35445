using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Charting.Content;
using Portal.Kernel;

namespace Portal.Web.Features.Patients.Charting;

/// <summary>A problem being written.</summary>
public sealed class ConditionDraft : EntryDraft
{
    private Coding? before;
    private DateTimeOffset? endBefore;
    private DateOnly? endDayBefore;

    /// <summary>What it is.</summary>
    public string Problem { get; set; } = "";

    /// <summary>active, recurrence, relapse, inactive, remission or resolved.</summary>
    public string ClinicalStatus { get; set; } = "active";

    /// <summary>unconfirmed, provisional, differential, confirmed, refuted, or empty.</summary>
    public string Verification { get; set; } = "confirmed";

    /// <summary>The day it ended.</summary>
    public DateOnly? Until { get; set; }

    /// <summary>Free text.</summary>
    public string Note { get; set; } = "";

    /// <inheritdoc/>
    public override EntryContent ToContent(TimeZoneInfo zone) => new ConditionContent(
        At(zone), Term(before, Problem), ClinicalStatus, Filled(Verification), End(zone), Filled(Note));

    internal static ConditionDraft Of(ConditionContent problem, TimeZoneInfo zone)
    {
        var day = problem.Abatement is { } end ? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(end, zone).DateTime) : (DateOnly?)null;
        return new ConditionDraft
        {
            before = problem.Problem,
            endBefore = problem.Abatement,
            endDayBefore = day,
            Problem = problem.Problem.Display,
            ClinicalStatus = problem.ClinicalStatus,
            Verification = problem.VerificationStatus ?? "",
            Until = day,
            Note = problem.Note ?? "",
        };
    }

    // A day that was not touched keeps its hour; a new one ends with the day, so that it never lies before its own morning.
    private DateTimeOffset? End(TimeZoneInfo zone) =>
        Until == endDayBefore ? endBefore
        : Until is { } day ? WallClock.Utc(day.ToDateTime(new TimeOnly(23, 59)), zone)
        : null;
}
