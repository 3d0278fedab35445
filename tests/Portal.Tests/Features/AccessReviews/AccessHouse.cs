using Microsoft.EntityFrameworkCore;
using Portal.Features.AccessReviews;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Invitations;
using Portal.Features.Staff;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Features.Identity;
using Directory = Portal.Tests.Features.Staff.Directory;

namespace Portal.Tests.Features.AccessReviews;

/// <summary>A department of its own for each test, with people whose access is reviewed: a test class shares its database.</summary>
internal sealed class AccessHouse(PortalFixture portal)
{
    private Actor? administrator;

    public People People { get; } = new(portal);

    public Directory Staff { get; } = new(portal);

    /// <summary>The department that this house's reviews are about.</summary>
    public string Department { get; } = $"Unit {Guid.NewGuid():N}"[..20];

    public DateOnly Today => DateOnly.FromDateTime(portal.Clock.GetUtcNow().UtcDateTime);

    /// <summary>Somebody who is signed in, with a factor shown just now.</summary>
    public async Task<(Person Person, Actor Actor)> SignedInAsync(Role role)
    {
        var person = await People.NewAsync(role);
        return (person, await People.ActorAsync(await People.SignInAsync(person)));
    }

    public async Task<Actor> OfficerAsync() => (await SignedInAsync(Role.ComplianceOfficer)).Actor;

    /// <summary>Puts an account into the staff directory.</summary>
    public async Task<Guid> ListAsync(AccountId account, Guid? manager = null, string? department = null)
    {
        administrator ??= await Staff.Invited.AdministratorAsync();
        var entry = await Staff.AddAsync(administrator, Staff.Somebody(manager: manager) with { Department = department ?? Department });
        (await Staff.LinkAsync(administrator, entry, account)).ShouldBe(StaffOutcome.Done);
        return entry;
    }

    /// <summary>A second account of somebody of the directory.</summary>
    public async Task AlsoAsync(Guid entry, AccountId account)
    {
        administrator ??= await Staff.Invited.AdministratorAsync();
        (await Staff.LinkAsync(administrator, entry, account)).ShouldBe(StaffOutcome.Done);
    }

    /// <summary>A manager, who works elsewhere, and a nurse of the department.</summary>
    public async Task<(Actor Manager, Person Nurse)> WardAsync()
    {
        var (manager, nurse) = (await SignedInAsync(Role.Clinician), await SignedInAsync(Role.Nurse));
        await ListAsync(nurse.Person.Id, await ListAsync(manager.Person.Id, department: $"Head {Department}"));
        return (manager.Actor, nurse.Person);
    }

    public async Task<Guid> StartAsync(Actor officer, int days = 30, ReviewScope scope = ReviewScope.Department, Role role = Role.None)
    {
        var started = await portal.Get<StartReview>().ForAsync(
            officer, new StartReviewInput(scope, role, scope == ReviewScope.Department ? Department : null, Today.AddDays(days)), default);
        started.Outcome.ShouldBe(ReviewOutcome.Done);
        return started.Id!.Value;
    }

    /// <summary>A review of a ward with one nurse.</summary>
    public async Task<(Actor Officer, Actor Manager, Person Nurse, Guid Review, CampaignLine Line)> RunningAsync(int days = 30)
    {
        var ((manager, nurse), officer) = (await WardAsync(), await OfficerAsync());
        var review = await StartAsync(officer, days);
        return (officer, manager, nurse, review, await LineAsync(review, nurse.Id));
    }

    public async Task<CampaignLine> LineAsync(Guid review, AccountId account)
    {
        await using var db = portal.Open();
        return await db.Set<CampaignLine>().AsNoTracking().SingleAsync(line => line.CampaignId == review && line.AccountId == account);
    }

    public async Task<List<CampaignLine>> LinesAsync(Guid review)
    {
        await using var db = portal.Open();
        return await db.Set<CampaignLine>().AsNoTracking().Where(line => line.CampaignId == review).OrderBy(line => line.Number).ToListAsync();
    }

    public async Task<Campaign> CampaignAsync(Guid review)
    {
        await using var db = portal.Open();
        return await db.Set<Campaign>().AsNoTracking().SingleAsync(one => one.Id == review);
    }

    public async Task<Account> AccountAsync(AccountId account)
    {
        await using var db = portal.Open();
        return await db.Set<Account>().AsNoTracking().SingleAsync(one => one.Id == account.Value);
    }

    public async Task<Role> RoleAsync(AccountId account)
    {
        await using var db = portal.Open();
        return (await portal.Get<HeldRoles>().OfAsync(db, account.Value, default)).FirstOrDefault();
    }

    /// <summary>Leaves nobody of a role who can act but these.</summary>
    public async Task OnlyAsync(Role role, params AccountId[] left)
    {
        DateTimeOffset? before = portal.Clock.GetUtcNow() - TimeSpan.FromDays(4);
        var ids = left.Select(one => one.Value).ToList();
        await using var db = portal.Open();
        await Administrators.All(db, role).Where(a => !ids.Contains(a.Id)).ExecuteUpdateAsync(set => set.SetProperty(a => a.DisabledAt, before));
    }

    public Task<KeptLines> KeepAsync(Actor actor, Guid line, string? comment = null) => portal.Get<KeepAccess>().ForAsync(actor, [line], comment, default);

    public Task<ReviewOutcome> RevokeAsync(Actor actor, Guid line) => portal.Get<RevokeAccess>().ForAsync(actor, line, "No longer works on this ward.", default);

    public Task<ReviewOutcome> ReduceAsync(Actor actor, Guid line, Role role) => portal.Get<ReduceAccess>().ForAsync(actor, line, role, "Does other work by now.", default);

    public Task<ReviewOutcome> SignAsync(Actor actor, Guid review) => portal.Get<SignReview>().ForAsync(actor, review, default);

    /// <summary>The entries about a review or a line: what was done, how it ended, why.</summary>
    public async Task<IReadOnlyList<(AuditAction Action, AuditOutcome Outcome, string? Reason)>> EntriesAsync(Guid about) =>
        [.. (await People.EntriesAsync(e => e.Resource == AuditResource.AccessReview && e.ResourceId == about)).Select(e => (e.Action, e.Outcome, e.Reason))];

    /// <summary>What somebody without a session of the portal's own looks like.</summary>
    public static Actor Somebody(Role role) => Directory.Somebody(role);
}
