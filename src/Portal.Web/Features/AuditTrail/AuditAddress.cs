using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Portal.Features.AuditTrail;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Web.Features.AuditTrail;

/// <summary>
/// A search as the address of its page: opaque ids, codes and times, so that it can be kept and come back to. Record numbers, names, network addresses and
/// machines are never part of it; a network address is said by the id of an entry that has it, or it and the machine by what <see cref="AuditKept"/> writes, which this portal
/// alone can read.
/// </summary>
public static class AuditAddress
{
    /// <summary>The search's own address.</summary>
    public const string Page = "/audit";

    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>The address of a search.</summary>
    /// <param name="query">The search.</param>
    /// <param name="like">An entry whose network address is the one that is searched for.</param>
    public static string Of(AuditQuery query, EntryId? like = null) => Page + Query(query, like);

    /// <summary>The part of it after the page's own address.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="like">An entry whose network address is the one that is searched for.</param>
    /// <param name="kept">The network address and the machine as <see cref="AuditKept"/> writes them.</param>
    public static string Query(AuditQuery query, EntryId? like = null, string? kept = null)
    {
        ArgumentNullException.ThrowIfNull(query);
        (string Name, string? Value)[] parts =
        [
            ("patient", query.Patient?.ToString()), ("person", query.Person?.ToString()), ("session", query.Session?.ToString()),
            ("role", query.Role?.ToString()), ("did", query.Action?.ToString()), ("data", query.Data == DataCategories.None ? null : $"{(int)query.Data}"),
            ("outcome", query.Outcome?.ToString()), ("purpose", query.Purpose?.ToString()), ("glass", query.IsBreakGlass ? "1" : null),
            ("from", Text(query.From)), ("to", Text(query.To)), ("span", query.Span), ("like", like?.ToString()), ("kept", kept),
        ];
        var said = parts.Where(part => part.Value is not null).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}").ToList();
        return said.Count == 0 ? "" : $"?{string.Join('&', said)}";
    }

    /// <summary>The search that an address is; what it says wrongly is left out.</summary>
    public static AuditQuery Read(Uri address)
    {
        var said = QueryHelpers.ParseQuery(address?.Query);
        string? Value(string name) => said.TryGetValue(name, out var values) ? values[0] : null;
        return new AuditQuery
        {
            Patient = Id(Value("patient")) is { } patient ? new PatientId(patient) : null,
            Person = Id(Value("person")) is { } person ? new AccountId(person) : null,
            Session = Id(Value("session")) is { } session ? new SessionId(session) : null,
            Role = Code<Role>(Value("role")),
            Action = Code<AuditAction>(Value("did")),
            Data = Code<DataCategories>(Value("data")) ?? DataCategories.None,
            Outcome = Code<AuditOutcome>(Value("outcome")),
            Purpose = Code<Purpose>(Value("purpose")),
            IsBreakGlass = Value("glass") == "1",
            From = Time(Value("from")),
            To = Time(Value("to")),
            Span = AuditTimes.Of(Value("span"), DateTime.UnixEpoch) is null ? null : Value("span"),
        };
    }

    /// <summary>The entry whose network address is asked for.</summary>
    public static EntryId? LikeOf(Uri address) =>
        QueryHelpers.ParseQuery(address?.Query).TryGetValue("like", out var values) && Id(values[0]) is { } id ? new EntryId(id) : null;

    /// <summary>What <see cref="AuditKept"/> wrote into the address.</summary>
    public static string? KeptOf(Uri address) => QueryHelpers.ParseQuery(address?.Query).TryGetValue("kept", out var values) ? values[0] : null;

    private static string? Text(DateTimeOffset? time) => time?.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    private static Guid? Id(string? text) => Guid.TryParse(text, out var id) ? id : null;

    private static T? Code<T>(string? text)
        where T : struct, Enum => Enum.TryParse<T>(text, out var value) && (Enum.IsDefined(value) || typeof(T) == typeof(DataCategories)) ? value : null;
}
