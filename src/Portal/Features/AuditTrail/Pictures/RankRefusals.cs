using FluentValidation;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.AuditTrail.Pictures;

/// <summary>Who was refused most, and from which networks (45 CFR 164.308(a)(5)(ii)(C)). The look is an entry.</summary>
[Needs(Permission.ReadAudit)]
public sealed class RankRefusals
{
    /// <summary>People, and networks, in the picture.</summary>
    public const int Most = 15;

    private static readonly AuditQueryRules Valid = new();

    private readonly PortalDatabase database;
    private readonly AuditLook look;
    private readonly BackwardCount back;
    private readonly Ranked ranked;

    internal RankRefusals(PortalDatabase database, AuditLook look, BackwardCount back, Ranked ranked)
    {
        this.database = database;
        this.look = look;
        this.back = back;
        this.ranked = ranked;
    }

    /// <summary>Counts the refused ones of what a search would find, of 30 days where it has no beginning and of a year at most.</summary>
    /// <param name="actor">Who looks.</param>
    /// <param name="query">What is counted; its outcome is not asked.</param>
    /// <param name="zone">The clock by which days are cut.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="UnauthorizedAccessException">The actor may not read the audit log; the try is audited.</exception>
    /// <exception cref="ValidationException">The query says something that cannot be.</exception>
    /// <exception cref="AuditUnavailableException">The look could not be written down: nothing is shown.</exception>
    /// <exception cref="TimeoutException">It took too long; ask for a shorter time.</exception>
    public async Task<RefusalsRanked> ForAsync(Actor actor, AuditQuery query, TimeZoneInfo zone, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var now = await look.WriteAsync(actor, query, "refusals", cancel);
        await Valid.ValidateAndThrowAsync(query, cancel);
        var times = AuditLook.TimesOf(query, now, AuditLook.Longest);
        var (edges, filter) = (ClockTimes.Edges(times.From, times.To, zone), AuditQueryBounds.Filter(query) with { Outcome = AuditOutcome.Denied });
        var (people, networks) = (new List<PersonCount>(), new List<NetworkCount>());
        var reached = await back.RunAsync(edges, query.Patient is not null || query.Person is not null || query.Session is not null, async (low, end) =>
        {
            var (some, from) = await database.AuditCounts.SourcesAsync(filter, edges[low], edges[end], cancel);
            people.AddRange(some);
            networks.AddRange(from);
        });
        return new RefusalsRanked(await ranked.OfAsync(actor, Top(people), cancel), Top(networks), times, reached > 0 ? edges[reached] : null);
    }

    // The newest steps come first, so the first of a person has the last role and time.
    private static List<PersonCount> Top(List<PersonCount> people) =>
    [
        .. people.GroupBy(one => (one.Person, one.Job))
            .Select(group => group.First() with { Opened = group.Sum(one => one.Opened), Listed = group.Sum(one => one.Listed), Other = group.Sum(one => one.Other) })
            .OrderByDescending(one => one.Opened + one.Listed + one.Other).ThenByDescending(one => one.Last).Take(Most),
    ];

    private static List<RankedNetwork> Top(List<NetworkCount> networks) =>
    [
        .. networks.GroupBy(one => one.Network).Select(group => new RankedNetwork(group.Key, group.Sum(one => one.Count), group.Max(one => one.Last)))
            .OrderByDescending(one => one.Count).ThenByDescending(one => one.Last).Take(Most),
    ];
}

/// <summary>What was refused, by person and by network.</summary>
/// <param name="People">Those with most first.</param>
/// <param name="Networks">Those with most first: of IPv4 the first three numbers count, of IPv6 the first 48 bits.</param>
/// <param name="Times">The times asked for.</param>
/// <param name="ReachedTo">How far back it was counted, where that is not all; <c>null</c> otherwise.</param>
public sealed record RefusalsRanked(IReadOnlyList<RankedPerson> People, IReadOnlyList<RankedNetwork> Networks, PictureTimes Times, DateTimeOffset? ReachedTo);

/// <summary>What came from one network.</summary>
/// <param name="Network">The network, such as 10.1.2.0/24; <c>null</c> for this machine.</param>
/// <param name="Count">How many entries.</param>
/// <param name="Last">When the last one was.</param>
public sealed record RankedNetwork(string? Network, long Count, DateTimeOffset Last)
{
    /// <inheritdoc/>
    public override string ToString() => "RankedNetwork";
}
