using Microsoft.Extensions.Localization;
using Portal.Features.Findings;
using Portal.Features.Findings.Reports;
using Portal.Kernel;
using Portal.Kernel.Findings;
using Portal.Web.Features.AuditTrail;

namespace Portal.Web.Features.Findings;

/// <summary>Findings in plain words.</summary>
internal static class FindingWords
{
    /// <summary>Somebody's name where the viewer may see it, or what stands for it.</summary>
    public static string Who(this IStringLocalizer<FindingTexts> texts, AccountId? account, string? name) =>
        name ?? (account is { } id ? texts["Who.Account", AuditWords.Short(id.ToString())] : texts["Who.Portal"]);

    /// <summary>What happened, as a sentence.</summary>
    public static string Happened(this IStringLocalizer<FindingTexts> texts, FindingItem item) =>
        texts[$"Kind.{item.Kind}.Text", texts.Who(item.Account, item.Name), texts.Detail(item)];

    /// <summary>What a code says more; nothing where it says nothing.</summary>
    public static string Detail(this IStringLocalizer<FindingTexts> texts, FindingItem item) =>
        item.Detail is not { } code ? "" : texts[$"Detail.{item.Kind}.{code}"] is { ResourceNotFound: false } words ? words : code;

    /// <summary>The look of a severity.</summary>
    public static string TagOf(FindingSeverity severity) => severity switch
    {
        FindingSeverity.High => "tag-bad",
        FindingSeverity.Medium => "tag-warn",
        _ => "",
    };

    /// <summary>The days that a report is about, on the hospital's clock.</summary>
    public static string Days(MadeItem item, TimeZoneInfo zone)
    {
        var (from, last) = (AuditWords.Day(item.From, zone), AuditWords.Day(item.To.AddMinutes(-1), zone));
        return from == last ? from : $"{from} – {last}";
    }

    /// <summary>How long until, or since, a time, in whole days or hours.</summary>
    public static string Span(this IStringLocalizer<FindingTexts> texts, TimeSpan span) => span.Duration() switch
    {
        { TotalDays: >= 2 } days => texts["Days", (int)days.TotalDays],
        { TotalHours: >= 2 } hours => texts["Hours", (int)hours.TotalHours],
        _ => texts["Hour"],
    };
}
