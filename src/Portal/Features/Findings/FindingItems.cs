using Portal.Data;
using Portal.Data.Findings;
using Portal.Features.Identity.Accounts;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Findings;

namespace Portal.Features.Findings;

/// <summary>Lays findings out for a viewer, and names colleagues to those who may see accounts.</summary>
internal sealed class FindingItems(AccountNames names, TimeProvider clock)
{
    public async Task<IReadOnlyList<FindingItem>> OfAsync(PortalDbContext db, Actor viewer, IReadOnlyList<Finding> rows, CancellationToken cancel)
    {
        var people = rows.SelectMany(row => new[] { row.Account, row.ReviewedBy }).OfType<AccountId>().Distinct().ToList();
        var known = viewer.SeesNames && people.Count > 0 ? await names.OfStaffAsync(db, people, cancel) : new Dictionary<AccountId, string>();
        var now = clock.GetUtcNow();
        return [.. rows.Select(row => ItemOf(row, known, now))];
    }

    private static FindingItem ItemOf(Finding row, IReadOnlyDictionary<AccountId, string> known, DateTimeOffset now) => new(
        row.Id, row.Kind, row.Severity, row.RaisedAt, row.LastAt, row.Times, row.DueAt, row.State == FindingState.Open && row.DueAt <= now,
        row.Account, NameOf(row.Account, known), row.Patient, row.Detail, row.State, row.Outcome, row.ReviewedAt, row.ReviewedBy, NameOf(row.ReviewedBy, known));

    private static string? NameOf(AccountId? account, IReadOnlyDictionary<AccountId, string> known) => account is { } id ? known.GetValueOrDefault(id) : null;
}
