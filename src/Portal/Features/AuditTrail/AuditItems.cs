using Portal.Data;
using Portal.Data.Auditing;
using Portal.Features.Identity.Accounts;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.AuditTrail;

/// <summary>Lays entries out for a viewer: checks that each is as it was written, and names colleagues to those who may see accounts.</summary>
internal sealed class AuditItems(PortalDatabase database, AuditLog audit, AccountNames names)
{
    public async Task<IReadOnlyList<AuditItem>> OfAsync(Actor viewer, IReadOnlyList<SignedEntry> rows, CancellationToken cancel)
    {
        var known = await NamesAsync(viewer, PeopleOf(rows), cancel);
        return [.. rows.Select(row => ItemOf(row, known))];
    }

    /// <summary>The names of the colleagues who acted, for a file whose reader may see accounts.</summary>
    public async Task<IReadOnlyDictionary<AccountId, string>> NamesAsync(IReadOnlyList<SignedEntry> rows, CancellationToken cancel)
    {
        await using var db = database.Open();
        return await names.OfStaffAsync(db, PeopleOf(rows), cancel);
    }

    /// <summary>The name of a colleague; <c>null</c> for a viewer who may not see accounts, for a patient's account, and where there is none.</summary>
    public async Task<string?> NameAsync(Actor viewer, AccountId person, CancellationToken cancel) =>
        (await NamesAsync(viewer, [person], cancel)).GetValueOrDefault(person);

    // To be a patient here is itself about somebody's health: patients are not named.
    private static List<AccountId> PeopleOf(IReadOnlyList<SignedEntry> rows) =>
        [.. rows.Where(row => row.Entry.Role != Role.Patient).Select(row => row.Entry.Account).OfType<AccountId>().Distinct()];

    /// <summary>The names of colleagues; empty for a viewer who may not see accounts.</summary>
    public async Task<IReadOnlyDictionary<AccountId, string>> NamesAsync(Actor viewer, IReadOnlyCollection<AccountId> people, CancellationToken cancel)
    {
        if (people.Count == 0 || !viewer.SeesNames)
        {
            return new Dictionary<AccountId, string>();
        }

        await using var db = database.Open();
        return await names.OfStaffAsync(db, people, cancel);
    }

    private AuditItem ItemOf(SignedEntry row, IReadOnlyDictionary<AccountId, string> known)
    {
        var entry = row.Entry;
        var name = entry.Account is { } account && entry.Role != Role.Patient ? known.GetValueOrDefault(account) : null;
        return new AuditItem(
            entry.Id, entry.At, entry.Role, entry.Account, name, entry.Job, entry.Session, entry.Action, entry.Resource, entry.ResourceId, entry.Categories,
            entry.Patients, entry.Purpose, entry.Reason, entry.Grant, entry.Outcome, entry.Ip?.ToString(), entry.UserAgent, entry.Node, !audit.Holds(row));
    }
}
