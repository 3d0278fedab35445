using FluentValidation;
using Portal.Kernel;
using Portal.Kernel.Findings;

namespace Portal.Features.Findings.Reports;

/// <summary>What is scheduled, and what lies ready for the viewer.</summary>
/// <param name="Schedules">Who gets what and when.</param>
/// <param name="Made">The reports delivered to the viewer, the newest first.</param>
/// <param name="People">To whom reports can be sent.</param>
/// <param name="Zone">The hospital's clock.</param>
public sealed record ReportsView(IReadOnlyList<ScheduleItem> Schedules, IReadOnlyList<MadeItem> Made, IReadOnlyList<ReaderItem> People, TimeZoneInfo Zone);

/// <summary>A schedule.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">What a change names.</param>
/// <param name="Kind">Which report.</param>
/// <param name="Hour">The hour of the hospital's day.</param>
/// <param name="Weekday">The day of the week of a weekly one.</param>
/// <param name="Readers">To whom.</param>
/// <param name="NextAt">When it is made next.</param>
/// <param name="IsPaused">Whether it rests.</param>
public sealed record ScheduleItem(Guid Id, int Version, ReportKind Kind, int Hour, DayOfWeek? Weekday, IReadOnlyList<ReaderItem> Readers, DateTimeOffset NextAt, bool IsPaused);

/// <summary>A report that lies ready.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">Which report.</param>
/// <param name="From">The beginning of the time it is about.</param>
/// <param name="To">The end, exclusive.</param>
/// <param name="MadeAt">When it was made.</param>
public sealed record MadeItem(Guid Id, ReportKind Kind, DateTimeOffset From, DateTimeOffset To, DateTimeOffset MadeAt);

/// <summary>Somebody who may read reports.</summary>
/// <param name="Id">The account.</param>
/// <param name="Name">The name; <c>null</c> where the viewer may not see it.</param>
public sealed record ReaderItem(AccountId Id, string? Name)
{
    /// <inheritdoc/>
    public override string ToString() => "ReaderItem";
}

/// <summary>A report as it is shown.</summary>
/// <param name="Item">Which.</param>
/// <param name="Content">The counts; <c>null</c> where they cannot be read.</param>
/// <param name="Zone">The hospital's clock.</param>
public sealed record ReportView(MadeItem Item, ReportContent? Content, TimeZoneInfo Zone);

/// <summary>What is to be scheduled.</summary>
/// <param name="Kind">Which report.</param>
/// <param name="Hour">The hour of the hospital's day, 0 to 23.</param>
/// <param name="Weekday">The day of the week, for a weekly one.</param>
/// <param name="Readers">To whom.</param>
public sealed record NewSchedule(ReportKind Kind, int Hour, DayOfWeek? Weekday, IReadOnlyList<AccountId> Readers);

/// <summary>What is done with a schedule.</summary>
public enum ScheduleChange
{
    /// <summary>It rests.</summary>
    Pause = 1,

    /// <summary>It goes on.</summary>
    Resume = 2,

    /// <summary>It goes; what it made stays.</summary>
    Remove = 3,
}

internal sealed class NewScheduleRules : AbstractValidator<NewSchedule>
{
    public NewScheduleRules()
    {
        RuleFor(s => s.Kind).IsInEnum();
        RuleFor(s => s.Hour).InclusiveBetween(0, 23);
        RuleFor(s => s.Weekday).IsInEnum().Must((s, day) => day is null == (s.Kind == ReportKind.DailyActivity)).WithMessage("A weekly report needs its day.");
        RuleFor(s => s.Readers).Must(readers => readers.Count is > 0 and <= 50).WithMessage("Choose who gets it.");
    }
}
