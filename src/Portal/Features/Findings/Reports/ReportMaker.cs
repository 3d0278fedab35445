using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Data.Notices;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;
using Portal.Kernel.Findings;
using Portal.Kernel.Notices;

namespace Portal.Features.Findings.Reports;

/// <summary>
/// Makes the reports that are due and puts them into the inbox of their readers: report, notices, entries and the next time in one transaction, once of all nodes.
/// A time that was missed while nothing ran is caught up once.
/// </summary>
internal sealed class ReportMaker(PortalDatabase database, ReportCounts counts, NoticeBook notices, AuditLog audit, KeyRing keys, FindingRules rules, TimeProvider clock, ILogger<ReportMaker> log)
{
    /// <summary>How long a node has for a report before another one takes over.</summary>
    public static readonly TimeSpan Turn = TimeSpan.FromMinutes(15);

    private static readonly Actor Job = Actor.System("reports");

    /// <summary>How many reports were made now.</summary>
    public async Task<int> MakeDueAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var look = database.Open();
        var due = await look.Set<ScheduledReport>().AsNoTracking().Where(r => r.PausedAt == null && r.NextAt <= now && (r.TurnUntil == null || r.TurnUntil <= now)).OrderBy(r => r.NextAt).Take(20).ToListAsync(cancel);
        var (made, counted) = (0, new Dictionary<(DateTimeOffset, DateTimeOffset), ReportContent>());
        foreach (var schedule in due)
        {
            made += await TryAsync(schedule, now, counted, cancel) ? 1 : 0;
        }

        return made;
    }

    /// <summary>Makes the report of the whole days that lie behind now, ahead of its hour; that one is then not made again.</summary>
    /// <returns>Whether it was made: not where it is there, or the schedule has gone.</returns>
    public async Task<bool> MakeNowAsync(Actor actor, ScheduledReport schedule, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var span = ReportTimes.Span(schedule.Kind, now, rules.Zone);
        await using var db = database.Open();
        if (await IsThereAsync(db, schedule, span, cancel))
        {
            return false;
        }

        var report = Make(schedule, span, await counts.OfAsync(span.From, span.To, cancel), now);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await audit.AppendAsync(db, EntryOf(actor, AuditAction.Create, schedule.Id) with { Reason = $"made-now: {schedule.Kind}" }, cancel);
        try
        {
            await DeliverAsync(db, schedule, report, cancel);
        }
        catch (DbUpdateException late) when (Clash.Is(late))
        {
            return false;
        }

        await transaction.CommitAsync(cancel);
        return true;
    }

    /// <summary>Deletes what was kept long enough; how many reports went.</summary>
    public async Task<int> KeepAsync(CancellationToken cancel)
    {
        var old = clock.GetUtcNow() - rules.KeepReports;
        await using var db = database.Open();
        if (!await db.Set<MadeReport>().AnyAsync(r => r.MadeAt < old, cancel))
        {
            return 0;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await audit.AppendAsync(db, EntryOf(Job, AuditAction.Delete, null) with { Reason = "reports-kept-long-enough" }, cancel);
        var gone = await db.Set<MadeReport>().Where(r => r.MadeAt < old).ExecuteDeleteAsync(cancel);
        await transaction.CommitAsync(cancel);
        return gone;
    }

    // One that fails keeps no other from being made, and is tried again when its turn is over.
    private async Task<bool> TryAsync(ScheduledReport schedule, DateTimeOffset now, Dictionary<(DateTimeOffset, DateTimeOffset), ReportContent> counted, CancellationToken cancel)
    {
        try
        {
            return await MakeAsync(schedule, now, counted, cancel);
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            log.LogError("A report that is due was not made ({Kind}); it is tried again.", failure.GetType().Name);
            return false;
        }
    }

    private async Task<bool> MakeAsync(ScheduledReport schedule, DateTimeOffset now, Dictionary<(DateTimeOffset, DateTimeOffset), ReportContent> counted, CancellationToken cancel)
    {
        await using var db = database.Open();
        if (!await TakeAsync(db, schedule, now, cancel))
        {
            return false; // another node is at it
        }

        var span = ReportTimes.Span(schedule.Kind, ReportTimes.LastBefore(schedule, now, rules.Zone), rules.Zone);
        var isThere = await IsThereAsync(db, schedule, span, cancel); // somebody did not wait for its hour
        var content = isThere ? null : counted[span] = counted.GetValueOrDefault(span) ?? await counts.OfAsync(span.From, span.To, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        try
        {
            await MoveOnAsync(db, schedule, now, cancel);
            if (content is not null)
            {
                await DeliverAsync(db, schedule, Make(schedule, span, content, now), cancel);
            }

            await transaction.CommitAsync(cancel);
            return content is not null;
        }
        catch (DbUpdateException late) when (Clash.Is(late))
        {
            return false; // another node made it, or somebody changed the schedule
        }
    }

    // Counting takes long at a long log: one node does it.
    private static async Task<bool> TakeAsync(PortalDbContext db, ScheduledReport schedule, DateTimeOffset now, CancellationToken cancel) =>
        await db.Set<ScheduledReport>().Where(r => r.Id == schedule.Id && r.Version == schedule.Version && (r.TurnUntil == null || r.TurnUntil <= now))
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.TurnUntil, now + Turn), cancel) == 1;

    private static Task<bool> IsThereAsync(PortalDbContext db, ScheduledReport schedule, (DateTimeOffset From, DateTimeOffset To) span, CancellationToken cancel) =>
        db.Set<MadeReport>().AnyAsync(r => r.Schedule == schedule.Id && r.To == span.To, cancel);

    private async Task MoveOnAsync(PortalDbContext db, ScheduledReport seen, DateTimeOffset now, CancellationToken cancel)
    {
        var row = await db.Set<ScheduledReport>().SingleOrDefaultAsync(r => r.Id == seen.Id && r.Version == seen.Version, cancel)
            ?? throw new DbUpdateConcurrencyException("The schedule has changed.");
        (row.NextAt, row.TurnUntil, row.Version) = (ReportTimes.NextAfter(row, now, rules.Zone), null, row.Version + 1);
        await audit.AppendAsync(db, EntryOf(Job, AuditAction.Create, row.Id) with { Reason = row.Kind.ToString() }, cancel);
        await db.SaveChangesAsync(cancel);
    }

    private async Task DeliverAsync(PortalDbContext db, ScheduledReport schedule, MadeReport report, CancellationToken cancel)
    {
        // Who has lost the role since is left out.
        var may = await ReportReaders.ListAsync(db, cancel);
        report.Readers = [.. schedule.Readers.Where(reader => may.Contains(new AccountId(reader)))];
        db.Add(report);
        foreach (var reader in report.Readers)
        {
            await audit.AppendAsync(db, EntryOf(Job, AuditAction.Notify, reader) with { Reason = "report-delivered" }, cancel);
            await notices.AddAsync(db, reader, NoticeKind.Report, new NoticeAlso([], WordsOf(report), About: report.Id), cancel);
        }

        await db.SaveChangesAsync(cancel);
    }

    private MadeReport Make(ScheduledReport schedule, (DateTimeOffset From, DateTimeOffset To) span, ReportContent content, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Schedule = schedule.Id,
        Kind = schedule.Kind,
        From = span.From,
        To = span.To,
        MadeAt = Microseconds.Cut(now),
        Content = new Protected<string>(JsonSerializer.Serialize(content), keys.Of(KeyUse.Reviews)),
    };

    private string WordsOf(MadeReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(report.Kind == ReportKind.DailyActivity ? "Daily activity" : "Weekly patterns")}, {rules.Local(report.From):d MMM yyyy}{(report.Kind == ReportKind.DailyActivity ? "" : $" to {rules.Local(report.To).AddDays(-1):d MMM yyyy}")}");

    private AuditEntry EntryOf(Actor actor, AuditAction action, Guid? id) =>
        audit.NewEntry(actor, actor.Account is null ? Purpose.System : Purpose.Operations, action, AuditResource.Report, DataCategories.Audit, AuditOutcome.Allowed) with { ResourceId = id };
}
