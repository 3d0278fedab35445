using Microsoft.EntityFrameworkCore;
using Portal.Data.Notices;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Changes;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;
using Portal.Kernel.Notices;

namespace Portal.Tests.Features.Identity;

/// <summary>Administrators who change the accounts of others, by the same use cases as the page.</summary>
internal sealed class Changes(PortalFixture portal)
{
    public People People { get; } = new(portal);

    public Invited Invited { get; } = new(portal);

    public Task<ChangeOutcome> DisableAsync(Actor actor, Person person, DisableReason reason = DisableReason.Left) =>
        portal.Get<DisableAccount>().ForAsync(actor, person.Id, reason, default);

    public Task<ChangeOutcome> EnableAsync(Actor actor, Person person) => portal.Get<EnableAccount>().ForAsync(actor, person.Id, default);

    public Task<ChangeOutcome> RoleAsync(Actor actor, Person person, Role role) => portal.Get<ChangeRole>().ForAsync(actor, person.Id, role, default);

    public Task<ChangeOutcome> EmailAsync(Actor actor, Person person, string email) => portal.Get<ChangeEmail>().ForAsync(actor, person.Id, email, default);

    public async Task<RoleRequestItem> WaitingAsync(Actor asker, Person person, Role role = Role.BillingClerk)
    {
        (await RoleAsync(asker, person, role)).ShouldBe(ChangeOutcome.Waiting);
        return (await portal.Get<OpenPerson>().ForAsync(asker, person.Id, default))!.RoleRequest!;
    }

    /// <summary>The token of the link that was mailed last for an account; <c>null</c> where none was.</summary>
    public async Task<string?> LinkAsync(Person person)
    {
        await using var db = portal.Open();
        var mails = await db.Set<Mail>().AsNoTracking().Where(m => m.AccountId == person.Id.Value && m.Kind == NoticeKind.EmailToConfirm).ToListAsync();
        return mails.OrderBy(m => m.CreatedAt).LastOrDefault()?.Link?.Open(portal.Get<KeyRing>().Of(KeyUse.Accounts)).ValueOrDefault?.Split('#')[1];
    }

    public Task<bool> ConfirmAsync(string? token) => portal.Get<ConfirmEmail>().ForAsync(People.Nobody, token, default);

    /// <summary>The addresses that were told of something.</summary>
    public async Task<IReadOnlyList<string>> ToldAsync(Person person, NoticeKind kind)
    {
        await using var db = portal.Open();
        var mails = await db.Set<Mail>().AsNoTracking().Where(m => m.AccountId == person.Id.Value && m.Kind == kind).ToListAsync();
        return [.. mails.Select(m => m.Address!.Open(portal.Get<KeyRing>().Of(KeyUse.Accounts)).ValueOrDefault!).Order()];
    }

    public async Task<IReadOnlyList<Role>> RolesAsync(Person person)
    {
        await using var db = portal.Open();
        return await portal.Get<HeldRoles>().OfAsync(db, person.Id.Value, default);
    }

    public async Task<IReadOnlyList<string?>> ReasonsAsync(Person person, AuditOutcome outcome = AuditOutcome.Allowed) =>
        [.. (await People.EntriesAsync(person)).Where(e => e.Outcome == outcome && e.Action is (AuditAction.Update or AuditAction.Grant)).Select(e => e.Reason)];
}
