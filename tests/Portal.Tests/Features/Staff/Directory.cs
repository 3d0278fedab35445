using Microsoft.EntityFrameworkCore;
using Portal.Features.Staff;
using Portal.Features.Staff.Accounts;
using Portal.Features.Staff.Entries;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Features.Identity;

namespace Portal.Tests.Features.Staff;

/// <summary>Administrators who keep the directory, by the same use cases as the pages.</summary>
internal sealed class Directory(PortalFixture portal)
{
    private int made;

    public Invited Invited { get; } = new(portal);

    public People People { get; } = new(portal);

    public static readonly DateOnly Today = new(2026, 3, 2);

    public StaffInput Somebody(string? name = null, Guid? manager = null) =>
        new($"N{Interlocked.Increment(ref made)}-{Guid.NewGuid():N}"[..20], name ?? "Nora Example", "Cardiology", Today.AddDays(-100)) { Team = "Ward 1", Manager = manager };

    public async Task<Guid> AddAsync(Actor actor, StaffInput? person = null)
    {
        var result = await portal.Get<AddStaffEntry>().ForAsync(actor, person ?? Somebody(), default);
        result.Outcome.ShouldBe(StaffOutcome.Done);
        return result.Id!.Value;
    }

    public Task<StaffEntryView?> OpenAsync(Actor actor, Guid id) => portal.Get<OpenStaffEntry>().ForAsync(actor, id, default);

    public async Task<StaffOutcome> ChangeAsync(Actor actor, Guid id, Func<StaffInput, StaffInput> change)
    {
        var view = (await OpenAsync(actor, id))!;
        return (await portal.Get<ChangeStaffEntry>().ForAsync(actor, id, view.Version, change(view.Person), default)).Outcome;
    }

    public async Task<StaffOutcome> LinkAsync(Actor actor, Guid entry, AccountId account) => (await portal.Get<LinkAccount>().ForAsync(actor, entry, account, default)).Outcome;

    public static Actor Somebody(Role role) => Actor.Person(AccountId.New(), role, SessionId.New(), Identity.People.Nobody.Origin);

    public async Task<IReadOnlyList<(AuditAction Action, AuditOutcome Outcome, string? Reason)>> EntriesAsync(Guid id) =>
        [.. (await People.EntriesAsync(e => e.Resource == AuditResource.PractitionerRole && e.ResourceId == id)).Select(e => (e.Action, e.Outcome, e.Reason))];

    /// <summary>Turns an entry past the portal.</summary>
    public async Task TurnAsync(Guid id, string department)
    {
        await using var db = portal.Open();
        await db.Set<StaffEntry>().Where(e => e.Id == id).ExecuteUpdateAsync(set => set.SetProperty(e => e.Department, department));
    }
}
