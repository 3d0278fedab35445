using FluentValidation;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.AuditTrail.Pictures;

/// <summary>Who looked at a patient's data most (45 CFR 164.308(a)(1)(ii)(D), 164.528). The look is an entry that names the patient.</summary>
[Needs(Permission.ReadAudit)]
public sealed class RankReaders
{
    /// <summary>People in the picture.</summary>
    public const int Most = 20;

    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly AuditLook look;
    private readonly Ranked ranked;

    internal RankReaders(PortalDatabase database, AuditLook look, Ranked ranked)
    {
        this.database = database;
        this.look = look;
        this.ranked = ranked;
    }

    /// <summary>Ranks the readers of the query's patient by records opened; what was refused or failed does not count unless it is asked for.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not read the audit log; the try is audited.</exception>
    /// <exception cref="ValidationException">The query names no patient, or says something that cannot be.</exception>
    /// <exception cref="AuditUnavailableException">The look could not be written down: nothing is shown.</exception>
    /// <exception cref="TimeoutException">It took too long; ask for a shorter time.</exception>
    public async Task<ReadersRanked> ForAsync(Actor actor, AuditQuery query, CancellationToken cancel)
    {
        var now = await look.WriteAsync(actor, query, "readers", cancel);
        await Valid.ValidateAndThrowAsync(query, cancel);
        var times = AuditLook.TimesOf(query, now, AuditLook.Longest);
        var filter = AuditQueryBounds.Filter(query) with { Outcome = query.Outcome ?? AuditOutcome.Allowed };
        var rows = await database.AuditCounts.PeopleAsync(filter, times.From, times.To, Most + 1, cancel);
        return new ReadersRanked(await ranked.OfAsync(actor, [.. rows.Take(Most)], cancel), rows.Count > Most, times);
    }

    private sealed class Rules : AuditQueryRules
    {
        public Rules() => RuleFor(query => query.Patient).NotNull().WithMessage("Choose a patient.");
    }
}

/// <summary>Who looked at a patient's data.</summary>
/// <param name="People">Those who opened most first.</param>
/// <param name="IsMore">Whether there are more people.</param>
/// <param name="Times">The times counted.</param>
public sealed record ReadersRanked(IReadOnlyList<RankedPerson> People, bool IsMore, PictureTimes Times);
