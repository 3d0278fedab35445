using Portal.Features.Identity.Changes;
using Portal.Features.Staff;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity;

[Trait("Norm", "164.308(a)(3)")]
public sealed class TwoSidesTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Changes changes = new(portal);
    private readonly Staff.Directory directory = new(portal);

    [Fact]
    public async Task Nobody_becomes_administrator_beside_an_officers_account_of_the_same_person()
    {
        var (asker, other) = (await changes.Invited.AdministratorAsync(), await changes.Invited.AdministratorAsync());
        var (daily, administering) = (await changes.People.NewAsync(Role.Nurse), await changes.People.NewAsync(Role.Administrator));
        var entry = await directory.AddAsync(asker);
        (await directory.LinkAsync(asker, entry, daily.Id)).ShouldBe(StaffOutcome.Done);

        // Asked for before the second account was known: the approval looks again.
        var waiting = await changes.WaitingAsync(asker, daily, Role.ComplianceOfficer);
        (await directory.LinkAsync(asker, entry, administering.Id)).ShouldBe(StaffOutcome.Done);
        (await portal.Get<ApproveRole>().ForAsync(other, waiting.Id, default)).ShouldBe(ChangeOutcome.BothSides);
        await portal.Get<DeclineRole>().ForAsync(other, waiting.Id, default);

        (await changes.RoleAsync(asker, daily, Role.ComplianceOfficer)).ShouldBe(ChangeOutcome.BothSides);
        (await changes.RoleAsync(asker, daily, Role.Clinician)).ShouldBe(ChangeOutcome.Waiting);
        (await changes.ReasonsAsync(daily, AuditOutcome.Denied)).Count(reason => reason == "both-sides").ShouldBe(2);
    }
}
