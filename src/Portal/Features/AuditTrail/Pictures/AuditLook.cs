using Portal.Data.Auditing;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.AuditTrail.Pictures;

/// <summary>What every picture of the log begins with: the permission of the search, an entry before anything is shown, and times that have an end.</summary>
internal sealed class AuditLook(AuditLog audit)
{
    /// <summary>How far back a picture goes that is not told.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromDays(30);

    /// <summary>No picture is of a longer time.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>Writes the look down; when that was.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not read the audit log; the try is audited.</exception>
    /// <exception cref="AuditUnavailableException">The look could not be written down: nothing is shown.</exception>
    public async Task<DateTimeOffset> WriteAsync(Actor actor, AuditQuery query, string picture, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(query);
        var may = actor.Has(Permission.ReadAudit);
        var entry = audit.NewEntry(actor, Purpose.Operations, AuditAction.Search, AuditResource.AuditLog, DataCategories.Audit, may ? AuditOutcome.Allowed : AuditOutcome.Denied) with
        {
            Patients = query.Patient is { } patient ? [patient] : [], ResourceId = query.Person?.Value, Reason = $"picture: {picture}",
        };
        await audit.AppendAsync(entry, cancel);
        if (!may)
        {
            throw new UnauthorizedAccessException("This role may not read the audit log.");
        }

        return entry.At;
    }

    /// <summary>Which times a picture is about: those before its own entry, as a search.</summary>
    public static PictureTimes TimesOf(AuditQuery query, DateTimeOffset now, TimeSpan longest)
    {
        var to = query.To < now ? query.To.Value : now;
        var from = query.From ?? to - Usual;
        from = from < to ? from : to.AddMinutes(-1); // times that are still to come have nothing
        return new PictureTimes(from < to - longest ? to - longest : from, to, from < to - longest);
    }
}

/// <summary>The times that a picture is about.</summary>
/// <param name="From">Their beginning.</param>
/// <param name="To">Their end, which does not belong to them.</param>
/// <param name="IsShortened">Whether more was asked for than a picture shows.</param>
public sealed record PictureTimes(DateTimeOffset From, DateTimeOffset To, bool IsShortened);
