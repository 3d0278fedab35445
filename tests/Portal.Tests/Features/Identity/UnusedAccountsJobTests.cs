using Microsoft.EntityFrameworkCore;
using Portal.Data.Findings;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Changes;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Findings;
using Portal.Kernel.Notices;

namespace Portal.Tests.Features.Identity;

[Trait("Norm", "164.308(a)(5)(ii)(C)")]
public sealed class UnusedAccountsJobTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Changes changes = new(portal);

    private Task<int> LookAsync() => portal.Get<UnusedAccountsJob>().CloseAsync(default);

    [Fact]
    public async Task Staff_who_do_not_sign_in_are_told_a_week_before_and_closed_after_45_days_and_patients_are_not()
    {
        var (nurse, patient, newcomer) = (await changes.People.NewAsync(Role.Nurse), await changes.People.NewAsync(Role.Patient), await changes.People.NewAsync(Role.Clinician, enrolled: false));
        var busy = await changes.People.NewAsync(Role.Nurse);
        await changes.People.SignInAsync(nurse);
        portal.Clock.Advance(TimeSpan.FromDays(37));
        await LookAsync();
        (await changes.People.NoticesAsync(nurse.Id)).ShouldNotContain(notice => notice.Kind == NoticeKind.UnusedSoon);

        portal.Clock.Advance(TimeSpan.FromDays(1));
        await changes.People.SignInAsync(busy);
        await LookAsync();
        await LookAsync();
        (await changes.People.NoticesAsync(nurse.Id, NoticeKind.UnusedSoon)).ShouldHaveSingleItem();
        (await changes.ToldAsync(nurse, NoticeKind.UnusedSoon)).ShouldBe([nurse.Email]);
        (await StateAsync(nurse)).ShouldBe((false, DisableReason.None));

        portal.Clock.Advance(TimeSpan.FromDays(7));
        await LookAsync();

        (await StateAsync(nurse)).ShouldBe((true, DisableReason.Dormant));
        (await StateAsync(newcomer)).ShouldBe((true, DisableReason.Dormant)); // counted from the activation
        (await StateAsync(patient)).ShouldBe((false, DisableReason.None));
        (await StateAsync(busy)).ShouldBe((false, DisableReason.None));
        (await changes.ReasonsAsync(nurse)).ShouldContain("disabled-Dormant");
        (await changes.People.NoticesAsync(nurse.Id, NoticeKind.DisabledUnused)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_account_that_was_enabled_again_counts_from_then()
    {
        var nurse = await changes.People.NewAsync(Role.Nurse);
        portal.Clock.Advance(TimeSpan.FromDays(45));
        await LookAsync();
        (await StateAsync(nurse)).ShouldBe((true, DisableReason.Dormant));
        (await changes.EnableAsync(await changes.Invited.AdministratorAsync(), nurse)).ShouldBe(ChangeOutcome.Done);
        portal.Clock.Advance(TimeSpan.FromDays(44));
        await LookAsync();
        (await StateAsync(nurse)).ShouldBe((false, DisableReason.None));
        portal.Clock.Advance(TimeSpan.FromDays(1));
        await LookAsync();
        (await StateAsync(nurse)).ShouldBe((true, DisableReason.Dormant));
    }

    [Theory]
    [InlineData(Role.Administrator)]
    [InlineData(Role.ComplianceOfficer)]
    public async Task The_last_of_a_side_is_never_closed_and_is_a_finding(Role role)
    {
        await OthersLeftAsync(role);
        var (one, other) = (await changes.People.NewAsync(role), await changes.People.NewAsync(role));
        portal.Clock.Advance(TimeSpan.FromDays(46));
        await LookAsync();
        await LookAsync();

        var closed = new[] { await StateAsync(one), await StateAsync(other) };
        closed.Count(state => state.IsDisabled).ShouldBe(1);
        var left = closed[0].IsDisabled ? other : one;
        await using var db = portal.Open();
        (await db.Set<Finding>().Where(f => f.Kind == FindingKind.LastUnused && f.Account == left.Id).ToListAsync()).ShouldHaveSingleItem().State.ShouldBe(FindingState.Open);
        (await changes.ReasonsAsync(left, AuditOutcome.Allowed)).ShouldNotContain("disabled-Dormant");
    }

    private async Task<(bool IsDisabled, DisableReason Why)> StateAsync(Person person)
    {
        await using var db = portal.Open();
        var row = await db.Set<Account>().AsNoTracking().SingleAsync(a => a.Id == person.Id.Value);
        return (row.DisabledAt is not null, row.DisabledFor);
    }

    // A test class shares its database.
    private async Task OthersLeftAsync(Role role)
    {
        DateTimeOffset? before = portal.Clock.GetUtcNow() - TimeSpan.FromDays(4);
        await using var db = portal.Open();
        await Portal.Features.Identity.Invitations.Administrators.All(db, role).ExecuteUpdateAsync(set => set.SetProperty(a => a.DisabledAt, before));
    }
}
