using Microsoft.EntityFrameworkCore;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Invitations;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity;

/// <summary>Administrators who sign in and invite, by the same use cases as everybody.</summary>
internal sealed class Invited(PortalFixture portal)
{
    private readonly People people = new(portal);

    public static NewInvitation SomebodyNew(Role role = Role.Nurse) => new($"{Guid.NewGuid():N}@people.example", "Nora Example", role);

    public async Task<Actor> AdministratorAsync() => (await AdministratorPersonAsync()).Actor;

    public async Task<(Person Person, Actor Actor)> AdministratorPersonAsync()
    {
        var person = await people.NewAsync(Role.Administrator);
        return (person, await people.ActorAsync(await people.SignInAsync(person)));
    }

    /// <summary>
    /// Leaves no administrator but these who can act: a test class shares its database. The others have been disabled for days: who was disabled just now still counts
    /// where approvals are waived.
    /// </summary>
    public async Task OnlyAsync(params Actor[] administrators)
    {
        var ids = administrators.Select(one => one.Account!.Value.Value).ToList();
        var role = AccountRoles.IdOf(Role.Administrator);
        DateTimeOffset? before = portal.Clock.GetUtcNow() - TimeSpan.FromDays(4);
        await using var db = portal.Open();
        await db.Set<Account>().Where(a => db.Set<AccountRole>().Any(r => r.UserId == a.Id && r.RoleId == role) && !ids.Contains(a.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.DisabledAt, before));
    }

    public Task<InvitationResult> InviteAsync(Actor actor, NewInvitation? person = null) =>
        portal.Get<InviteAccount>().ForAsync(actor, person ?? SomebodyNew(), default);

    public Task<InvitationResult> ApproveAsync(Actor actor, Guid invitation) => portal.Get<ApproveInvitation>().ForAsync(actor, invitation, default);

    /// <summary>The newest row under way.</summary>
    public async Task<Invitation> NewestAsync()
    {
        await using var db = portal.Open();
        return (await db.Set<Invitation>().AsNoTracking().Where(i => i.State == InvitationState.Waiting || i.State == InvitationState.Open).ToListAsync())
            .OrderBy(i => i.RequestedAt).Last();
    }

    public async Task<Invitation> RowAsync(Guid id)
    {
        await using var db = portal.Open();
        return await db.Set<Invitation>().AsNoTracking().SingleAsync(i => i.Id == id);
    }

    /// <summary>Asks for a person in the name of one administrator, whose approval another one owes.</summary>
    public async Task<Invitation> WaitingAsync(Actor asker, NewInvitation? person = null)
    {
        portal.Clock.Advance(TimeSpan.FromMilliseconds(5));
        (await InviteAsync(asker, person)).Outcome.ShouldBe(InvitationOutcome.Waiting);
        return await NewestAsync();
    }

    public async Task<IReadOnlyList<(AuditAction Action, AuditOutcome Outcome, string? Reason, Guid? By)>> EntriesAsync(Guid account) =>
        [.. (await people.EntriesAsync(e => e.ResourceId == account)).Select(e => (e.Action, e.Outcome, e.Reason, e.Account?.Value))];
}
