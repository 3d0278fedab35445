using System.Globalization;
using Microsoft.Extensions.Localization;
using Portal.Features.AuditTrail;
using Portal.Kernel;
using Portal.Kernel.Audit;

namespace Portal.Web.Features.AuditTrail;

/// <summary>Entries in plain words.</summary>
internal static class AuditWords
{
    // An id is long; its first letters tell one from another on a screen, and the entry's page shows it whole.
    private const int Letters = 8;

    /// <summary>What was done, such as "Opened a record".</summary>
    public static string Did(this IStringLocalizer<AuditTexts> texts, AuditAction action, AuditResource resource) =>
        texts[$"Did.{action}.{resource}"] is { ResourceNotFound: false } sentence ? sentence : texts["Did.Other", texts.Code("Action", action), texts.Code("Resource", resource)];

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

    /// <summary>The first letters of an id.</summary>
    public static string Short(string id) => id[..Letters];

    /// <summary>A moment with its seconds on a clock.</summary>
    public static string Time(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).DateTime.ToString("HH:mm:ss", CultureInfo.CurrentCulture);

    /// <summary>The day of a moment on a clock, with its name.</summary>
    public static string Day(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).DateTime.ToString("ddd d MMM yyyy", CultureInfo.CurrentCulture);

    /// <summary>A moment to the minute with its day.</summary>
    public static string Moment(DateTimeOffset at, TimeZoneInfo zone) => $"{Day(at, zone)}, {TimeZoneInfo.ConvertTime(at, zone).DateTime.ToString("HH:mm", CultureInfo.CurrentCulture)}";

    /// <summary>What a time zone is called.</summary>
    public static string Zone(TimeZoneInfo zone) => zone.Id == TimeZoneInfo.Utc.Id ? "UTC" : zone.Id;
}
