using System.Globalization;
using Microsoft.Extensions.Localization;
using Portal.Features.BreakGlass;
using Portal.Features.BreakGlass.Own;
using Portal.Features.BreakGlass.Review;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Web.Features.AuditTrail;

namespace Portal.Web.Features.BreakGlass;

/// <summary>Break-glass in plain words.</summary>
internal static class GlassWords
{
    /// <summary>A colleague's name where the viewer may see it, or what stands for it.</summary>
    public static string Who(this IStringLocalizer<GlassTexts> texts, AccountId account, string? name) => name ?? texts["Who.Account", AuditWords.Short(account.ToString())];

    /// <summary>How long until, or since, a time: days, hours or minutes.</summary>
    public static string Span(this IStringLocalizer<GlassTexts> texts, TimeSpan span) => span.Duration() switch
    {
        { TotalDays: >= 2 } days => texts["Span.Days", (int)days.TotalDays],
        { TotalHours: >= 2 } hours => texts["Span.Hours", (int)hours.TotalHours],
        var left => texts["Span.Minutes", Math.Max(1, (int)Math.Ceiling(left.TotalMinutes))],
    };

    /// <summary>A countdown.</summary>
    public static string Clock(TimeSpan left) => (left > TimeSpan.Zero ? left : TimeSpan.Zero).ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture);

    /// <summary>The look of a review's state.</summary>
    public static string TagOf(GlassReview review) => review switch
    {
        GlassReview.Inappropriate => "tag-bad",
        GlassReview.Asked or GlassReview.Answered => "tag-warn",
        _ => "",
    };

    /// <summary>To the patient: who, when and for how long.</summary>
    public static string Told(this IStringLocalizer<GlassTexts> texts, OwnEmergencyAccess item) => texts[$"Told.Who.{(item.Role is Role.Clinician or Role.Nurse ? item.Role : Role.None)}"];

    /// <summary>To the patient: what the check came to.</summary>
    public static string Outcome(this IStringLocalizer<GlassTexts> texts, OwnEmergencyAccess item, TimeZoneInfo zone) =>
        texts[$"Told.Outcome.{item.Outcome}", item.CheckedAt is { } at ? Components.Ui.Dates.Time(at, zone) : ""];
}
