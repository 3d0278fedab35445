using FluentValidation;
using Portal.Data;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.AuditTrail.Pictures;

/// <summary>How many entries there were over time, by how they ended (45 CFR 164.308(a)(1)(ii)(D)). The look is an entry, as a search is.</summary>
[Needs(Permission.ReadAudit)]
public sealed class CountAccesses
{
    private static readonly AuditQueryRules Valid = new();

    private readonly PortalDatabase database;
    private readonly AuditLook look;
    private readonly BackwardCount back;

    internal CountAccesses(PortalDatabase database, AuditLook look, BackwardCount back)
    {
        this.database = database;
        this.look = look;
        this.back = back;
    }

    /// <summary>Counts what a search would find, of 30 days where it has no beginning and of a year at most.</summary>
    /// <param name="actor">Who looks.</param>
    /// <param name="query">What is counted.</param>
    /// <param name="zone">The clock by which days are cut.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="UnauthorizedAccessException">The actor may not read the audit log; the try is audited.</exception>
    /// <exception cref="ValidationException">The query says something that cannot be.</exception>
    /// <exception cref="AuditUnavailableException">The look could not be written down: nothing is shown.</exception>
    /// <exception cref="TimeoutException">It took too long; ask for a shorter time.</exception>
    public async Task<AccessCounts> ForAsync(Actor actor, AuditQuery query, TimeZoneInfo zone, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var now = await look.WriteAsync(actor, query, "time", cancel);
        await Valid.ValidateAndThrowAsync(query, cancel);
        var times = AuditLook.TimesOf(query, now, AuditLook.Longest);
        var edges = ClockTimes.Edges(times.From, times.To, zone);
        var (filter, counts) = (AuditQueryBounds.Filter(query), new long[edges.Count - 1, 4]);
        var reached = await back.RunAsync(edges, query.Patient is not null || query.Person is not null || query.Session is not null, async (low, end) =>
        {
            foreach (var one in await database.AuditCounts.OutcomesAsync(filter, edges[low..(end + 1)], cancel))
            {
                counts[low + one.Stretch, Math.Clamp((int)one.Outcome, 0, 3)] += one.Count;
            }
        });
        var stretches = Enumerable.Range(reached, edges.Count - 1 - reached)
            .Select(at => new AccessCount(edges[at], edges[at + 1], counts[at, (int)AuditOutcome.Allowed], counts[at, (int)AuditOutcome.Denied], counts[at, (int)AuditOutcome.Failed]));
        return new AccessCounts([.. stretches], times, reached > 0 ? edges[reached] : null);
    }
}

/// <summary>Entries over time.</summary>
/// <param name="Stretches">From the oldest to the newest.</param>
/// <param name="Times">The times asked for.</param>
/// <param name="ReachedTo">How far back it was counted, where that is not all; <c>null</c> otherwise.</param>
public sealed record AccessCounts(IReadOnlyList<AccessCount> Stretches, PictureTimes Times, DateTimeOffset? ReachedTo);

/// <summary>Entries of one stretch of time.</summary>
/// <param name="From">Its beginning.</param>
/// <param name="To">Its end, which does not belong to it.</param>
/// <param name="Allowed">Done.</param>
/// <param name="Denied">Refused.</param>
/// <param name="Failed">Allowed and failed.</param>
public sealed record AccessCount(DateTimeOffset From, DateTimeOffset To, long Allowed, long Denied, long Failed)
{
    /// <summary>All of them.</summary>
    public long All => Allowed + Denied + Failed;
}
