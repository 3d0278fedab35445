using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Findings;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Findings;

namespace Portal.Features.Findings.Reports;

/// <summary>Counts a stretch of the audit log, and as much before it, in one stream.</summary>
internal sealed class ReportCounts(PortalDatabase database, FindingRules rules, TimeProvider clock)
{
    public async Task<ReportContent> OfAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        var (now, before) = (new Tally(), new Tally());
        await foreach (var signed in database.Audit.ReadFromAsync(from - (to - from), cancel))
        {
            if (signed.Entry.At >= to)
            {
                break;
            }

            (signed.Entry.At < from ? before : now).Add(signed.Entry, rules);
        }

        await using var db = database.Open();
        var counts = await CountFindings.InAsync(db, clock.GetUtcNow(), cancel);
        return new ReportContent(
            now.Entries, before.Entries, now.Refused, before.Refused, now.People.Count, now.Patients.Count, now.Actions, now.Roles, now.Hours,
            await db.Set<Finding>().CountAsync(f => f.RaisedAt >= from && f.RaisedAt < to, cancel),
            await db.Set<Finding>().CountAsync(f => f.ReviewedAt >= from && f.ReviewedAt < to, cancel), counts.Open, counts.Overdue);
    }

    private sealed class Tally
    {
        public int Entries { get; private set; }

        public int Refused { get; private set; }

        public HashSet<AccountId> People { get; } = [];

        public HashSet<PatientId> Patients { get; } = [];

        public Dictionary<string, int> Actions { get; } = [];

        public Dictionary<string, int> Roles { get; } = [];

        public int[] Hours { get; } = new int[24];

        public void Add(AuditEntry entry, FindingRules rules)
        {
            Entries++;
            Refused += entry.Outcome == AuditOutcome.Denied ? 1 : 0;
            if (entry.Account is { } account)
            {
                People.Add(account);
            }

            Patients.UnionWith(entry.Patients);
            Actions[entry.Action.ToString()] = Actions.GetValueOrDefault(entry.Action.ToString()) + 1;
            Roles[entry.Role.ToString()] = Roles.GetValueOrDefault(entry.Role.ToString()) + 1;
            Hours[rules.Local(entry.At).Hour]++;
        }
    }
}
