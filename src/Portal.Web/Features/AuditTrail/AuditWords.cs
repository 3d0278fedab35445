using System.Globalization;
using Microsoft.Extensions.Localization;
using Portal.Features.AuditTrail;
using Portal.Features.AuditTrail.Pictures;
using Portal.Features.Staff;
using Portal.Kernel;
using Portal.Kernel.Audit;
using Portal.Web.Components.Public;

namespace Portal.Web.Features.AuditTrail;

/// <summary>Entries in plain words.</summary>
internal static class AuditWords
{
    // An id is long; its first letters tell one from another on a screen, and the entry's page shows it whole.
    private const int Letters = 8;

    private const string Lacks = "lacks-";

    private const string Broken = "broken: ";

    private const string Reduced = "access-reduced-";

    /// <summary>What was done, such as "Opened a record". Where one action means several things, its reason tells them apart.</summary>
    public static string Did(this IStringLocalizer<AuditTexts> texts, AuditItem item) =>
        item.Reason is { } reason && texts[$"Did.{item.Action}.{item.Resource}.{reason}"] is { ResourceNotFound: false } exact ? exact : texts.Did(item.Action, item.Resource);

    /// <summary>What an action does to a kind of thing.</summary>
    public static string Did(this IStringLocalizer<AuditTexts> texts, AuditAction action, AuditResource resource) =>
        texts[$"Did.{action}.{resource}"] is { ResourceNotFound: false } sentence ? sentence : texts["Did.Other", texts.Code("Action", action), texts.Code("Resource", resource)];

    /// <summary>Why it was refused, or what more there is to say. A reason that few will ever read stands as its code.</summary>
    public static string Reason(this IStringLocalizer<AuditTexts> texts, string reason, IStringLocalizer<PublicTexts> may)
    {
        if (reason.StartsWith(Lacks, StringComparison.Ordinal))
        {
            var permission = reason[Lacks.Length..];
            return texts["Reason.lacks", may[$"May.{permission}"] is { ResourceNotFound: false } words ? words : permission];
        }

        // A step of a month that is retired: "retiring 2019-11".
        if (reason.Split(' ') is ["retiring" or "retired", var month] && DateTime.TryParseExact(month, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first))
        {
            return texts[$"Reason.{reason.Split(' ')[0]}", first.ToString("MMM yyyy", CultureInfo.CurrentCulture)];
        }

        // What a verification found: "broken: edited".
        if (reason.StartsWith(Broken, StringComparison.Ordinal))
        {
            return texts["Reason.broken", texts.Code("Kind", reason[Broken.Length..])];
        }

        // Which fields of the staff directory were changed, by their numbers.
        if (reason.Split(' ') is ["staff-changed", .. var fields])
        {
            return texts["Reason.staff-changed", string.Join(", ", fields.Select(field => texts.Code("StaffField", Enum.TryParse<StaffField>(field, out var one) ? one : field)))];
        }

        // What a signature holds, and which role was left.
        if (reason.Split(':') is ["review-signed", var hash])
        {
            return texts["Reason.review-signed", hash];
        }

        if (reason.StartsWith(Reduced, StringComparison.Ordinal))
        {
            return texts["Reason.access-reduced", texts.Code("Role", reason[Reduced.Length..])];
        }

        return texts[$"Reason.{reason}"] is { ResourceNotFound: false } sentence ? sentence : texts["Reason.Code", reason];
    }

    /// <summary>The name of a code; the code itself where it is not known.</summary>
    public static string Code(this IStringLocalizer<AuditTexts> texts, string kind, object code) =>
        texts[$"{kind}.{code}"] is { ResourceNotFound: false } name ? name : $"{code}";

    /// <summary>The kinds of data, with commas; empty for none.</summary>
    public static string Data(this IStringLocalizer<AuditTexts> texts, DataCategories data) =>
        string.Join(", ", Kinds.Where(kind => data.HasFlag(kind)).Select(kind => texts.Code("Data", kind)));

    /// <summary>Each kind of data.</summary>
    public static IReadOnlyList<DataCategories> Kinds { get; } = [.. Enum.GetValues<DataCategories>().Where(kind => kind != DataCategories.None)];

    /// <summary>A patient, by the first letters of the opaque token.</summary>
    public static string Patient(this IStringLocalizer<AuditTexts> texts, PatientId patient) => texts["Patient.Token", patient.ToString()[..Letters]];

    /// <summary>Who acted: the name, or what stands for it.</summary>
    public static string Who(this IStringLocalizer<AuditTexts> texts, AuditItem item) => item switch
    {
        { Name: { } name } => name,
        { Job: { } job } => texts["Who.Job", job],
        { Person: { } person } => texts["Who.Account", person.ToString()[..Letters]],
        _ => texts["Who.Nobody"],
    };

    /// <summary>Who is counted: the name, or what stands for it.</summary>
    public static string Who(this IStringLocalizer<AuditTexts> texts, RankedPerson person) => person switch
    {
        { Name: { } name } => name,
        { Job: { } job } => texts["Who.Job", job],
        { Person: { } id } => texts["Who.Account", id.ToString()[..Letters]],
        _ => texts["Who.Nobody"],
    };

    /// <summary>The first letters of an id.</summary>
    public static string Short(string id) => id[..Letters];

    /// <summary>How much was found so far, and whether there is more.</summary>
    public static string Found(this IStringLocalizer<AuditTexts> texts, AuditFound found, int count, TimeZoneInfo zone) => (count, found) switch
    {
        (0, { ReachedTo: { } reached }) => texts["Found.NoneYet", Moment(reached, zone)],
        (0, _) => texts["None"],
        (_, { ReachedTo: { } reached }) => texts["Found.SoFar", count, Moment(reached, zone)],
        (_, { Next: not null }) => texts["Found.More", count],
        (1, _) => texts["Found.One"],
        _ => texts["Found.All", count],
    };

    /// <summary>A moment with its seconds on a clock.</summary>
    public static string Time(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).DateTime.ToString("HH:mm:ss", CultureInfo.CurrentCulture);

    /// <summary>The day of a moment on a clock, with its name.</summary>
    public static string Day(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).DateTime.ToString("ddd d MMM yyyy", CultureInfo.CurrentCulture);

    /// <summary>A moment to the minute with its day.</summary>
    public static string Moment(DateTimeOffset at, TimeZoneInfo zone) => $"{Day(at, zone)}, {TimeZoneInfo.ConvertTime(at, zone).DateTime.ToString("HH:mm", CultureInfo.CurrentCulture)}";

    /// <summary>A moment as it is hashed: in UTC, with its microseconds.</summary>
    public static string Exact(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>What a time zone is called.</summary>
    public static string Zone(TimeZoneInfo zone) => zone.Id == TimeZoneInfo.Utc.Id ? "UTC" : zone.Id;
}
