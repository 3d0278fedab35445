using Portal.Features.Identity;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity;

public sealed class RecordVisitRefusedTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Theory]
    [InlineData(Role.Patient)]
    [InlineData(Role.Clinician)]
    [InlineData(Role.BillingClerk)]
    [InlineData(Role.Administrator)]
    [Trait("Norm", "164.312(b)")]
    public async Task A_refused_page_is_an_entry_with_the_permission_that_was_lacking(Role role)
    {
        var actor = Actor.Person(AccountId.New(), role, SessionId.New(), People.Nobody.Origin);
        await portal.Get<RecordVisitRefused>().ForAsync(actor, Permission.MaintainInstance, default);
        var entry = (await new People(portal).EntriesAsync(e => e.Account == actor.Account)).ShouldHaveSingleItem();
        (entry.Action, entry.Resource, entry.Outcome, entry.Reason).ShouldBe((AuditAction.Visit, AuditResource.Page, AuditOutcome.Denied, "lacks-MaintainInstance"));
    }

    [Fact]
    public async Task A_permission_that_is_none_is_not_written_down_and_the_refusal_is()
    {
        var actor = Actor.Person(AccountId.New(), Role.Patient, SessionId.New(), People.Nobody.Origin);
        await portal.Get<RecordVisitRefused>().ForAsync(actor, (Permission)4711, default);
        (await new People(portal).EntriesAsync(e => e.Account == actor.Account)).ShouldHaveSingleItem().Reason.ShouldBe("not-allowed");
    }
}
