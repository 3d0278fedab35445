using Microsoft.EntityFrameworkCore;
using Portal.Data.Auditing;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Findings;

namespace Portal.Data.Findings;

/// <summary>
/// Raises findings, whoever found them: what is open is not raised again but counted, by a unique key, whichever nodes see it. Each step is an audit entry in the
/// same transaction (ADR 0062).
/// </summary>
internal sealed class FindingLog(PortalDatabase database, AuditLog audit, FindingDays days, TimeProvider clock)
{
    /// <summary>How many audit entries a finding holds; those that come later are counted.</summary>
    public const int MostEntries = 50;

    /// <summary>Raises it in a transaction of its own.</summary>
    /// <param name="job">Who found it: a job, or the person whose verification did.</param>
    /// <param name="what">What was found.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Whether there is a new one.</returns>
    public async Task<bool> RaiseAsync(Actor job, NewFinding what, CancellationToken cancel)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        try
        {
            var isNew = await RaiseAsync(db, job, what, cancel);
            await transaction.CommitAsync(cancel);
            return isNew;
        }
        catch (DbUpdateException twice) when (Clash.Is(twice))
        {
            return false; // another node raised or counted it just now
        }
    }

    /// <summary>Raises it in the caller's transaction.</summary>
    /// <returns>Whether there is a new one.</returns>
    /// <exception cref="DbUpdateException">Somebody else raised the same just now: the transaction must be given up.</exception>
    public async Task<bool> RaiseAsync(PortalDbContext db, Actor job, NewFinding what, CancellationToken cancel)
    {
        var open = OpenKeyOf(what);
        if (await db.Set<Finding>().SingleOrDefaultAsync(f => f.OpenKey == open, cancel) is { } there)
        {
            await CountAsync(db, job, there, what, cancel);
            return false;
        }

        if (await WasSettledAsync(db, what, cancel))
        {
            return false;
        }

        var now = Microseconds.Cut(clock.GetUtcNow());
        var finding = Make(what, open, now);
        await audit.AppendAsync(db, EntryOf(job, AuditAction.Create, finding), cancel);
        db.Add(finding);
        await db.SaveChangesAsync(cancel);
        return true;
    }

    /// <summary>The entry of one step with a finding.</summary>
    public AuditEntry EntryOf(Actor actor, AuditAction action, Finding finding, AuditOutcome outcome = AuditOutcome.Allowed) =>
        audit.NewEntry(actor, actor.Role == Role.System ? Purpose.System : Purpose.Operations, action, AuditResource.Finding, DataCategories.Audit, outcome) with
        {
            ResourceId = finding.Id,
            Patients = finding.Patient is { } patient ? [patient] : [],
            Reason = finding.Kind.ToString(),
        };

    private static string OpenKeyOf(NewFinding what) => $"{(int)what.Kind}:{what.Key}";

    // What no entry stands behind is a state that lasts, and looked at again and again: it is not counted.
    private async Task CountAsync(PortalDbContext db, Actor job, Finding there, NewFinding what, CancellationToken cancel)
    {
        var fresh = what.Entries.Except(there.Entries).ToList();
        if (fresh.Count == 0)
        {
            return;
        }

        await audit.AppendAsync(db, EntryOf(job, AuditAction.Update, there), cancel);
        there.Entries = [.. there.Entries, .. fresh.Take(Math.Max(0, MostEntries - there.Entries.Count))];
        (there.Times, there.LastAt, there.Version) = (there.Times + what.Times, Microseconds.Cut(clock.GetUtcNow()), there.Version + 1);
        await db.SaveChangesAsync(cancel);
    }

    private async Task<bool> WasSettledAsync(PortalDbContext db, NewFinding what, CancellationToken cancel)
    {
        if (!what.IsOnce && what is { ExplainedFor.Ticks: 0, ReviewedFor.Ticks: 0 })
        {
            return false;
        }

        var now = clock.GetUtcNow();
        var (since, reviewed) = (now - what.ExplainedFor, now - what.ReviewedFor);
        return await db.Set<Finding>().AnyAsync(
            f => f.Kind == what.Kind && f.Key == what.Key
                && (what.IsOnce || f.ReviewedAt > reviewed || (f.ReviewedAt >= since && (f.Outcome == FindingOutcome.Explained || f.Outcome == FindingOutcome.FalseAlarm))),
            cancel);
    }

    private Finding Make(NewFinding what, string open, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Kind = what.Kind,
        Severity = what.Severity,
        Key = what.Key,
        OpenKey = open,
        RaisedAt = now,
        LastAt = now,
        Times = what.Times,
        DueAt = what.NotAfter is { } last && last < now + days.For(what.Severity) ? last : now + days.For(what.Severity),
        Account = what.Account,
        Patient = what.Patient,
        Entries = [.. what.Entries.Take(MostEntries)],
        Detail = what.Detail,
    };
}
