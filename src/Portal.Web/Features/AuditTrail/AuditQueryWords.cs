using System.Globalization;
using Microsoft.Extensions.Localization;
using Portal.Features.AuditTrail;
using Portal.Kernel.Audit;

namespace Portal.Web.Features.AuditTrail;

/// <summary>A search in plain words, as lists of exports and of saved searches show it.</summary>
internal static class AuditQueryWords
{
    /// <summary>What is asked for, part by part; empty for everything.</summary>
    public static IReadOnlyList<string> Words(this IStringLocalizer<AuditTexts> texts, AuditQuery query, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(query);
        string?[] words =
        [
            query.Patient is { } patient ? texts.Patient(patient) : null,
            query.Person is { } person ? texts["Who.Account", AuditWords.Short(person.ToString())].Value : null,
            query.Session is null ? null : texts["Session.One"].Value,
            query.Role is { } role ? texts["Words.Role", $"{role}"].Value : null,
            query.Action is { } action ? texts.Code("Action", action) : null,
            query.Data == DataCategories.None ? null : texts.Data(query.Data),
            query.Outcome is { } outcome ? texts.Code("Outcome", outcome) : null,
            query.Purpose is { } purpose ? texts.Code("Purpose", purpose) : null,
            query.IsBreakGlass ? texts["BreakGlass"].Value : null,
            query.Address, query.Node,
            query.Span is { } chosen ? texts.Span(chosen) : null,
            query.From is { } from && query.Span is null ? texts["Words.From", AuditWords.Moment(from, zone)].Value : null,
            query.To is { } to && query.Span is null ? texts["Words.To", AuditWords.Moment(to, zone)].Value : null,
        ];
        return [.. words.OfType<string>()];
    }

    // In words that stay true: "Yesterday", "Last Tuesday, 15:00–16:00".
    private static string Span(this IStringLocalizer<AuditTexts> texts, string span)
    {
        var parts = span.Split('@');
        var day = Enum.TryParse<DayOfWeek>(parts[0], out var name) ? texts["Words.Last", CultureInfo.CurrentCulture.DateTimeFormat.GetDayName(name)].Value : texts[$"When.{parts[0]}"].Value;
        return parts is [_, var hour] && int.TryParse(hour, CultureInfo.InvariantCulture, out var at) ? $"{day}, {Clock(at)}–{Clock(at + 1)}" : day;
    }

    private static string Clock(int hour) => new TimeOnly(hour % 24, 0).ToString("HH:mm", CultureInfo.CurrentCulture);

    /// <summary>The same as one text.</summary>
    public static string Line(this IStringLocalizer<AuditTexts> texts, AuditQuery query, TimeZoneInfo zone) =>
        texts.Words(query, zone) is { Count: > 0 } words ? string.Join(" · ", words) : texts["Words.All"];
}
