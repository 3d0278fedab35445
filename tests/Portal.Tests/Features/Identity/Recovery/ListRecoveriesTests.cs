using Portal.Features.Identity.Recovery;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.Identity.Recovery;

public sealed class ListRecoveriesTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Recoveries recoveries = new(portal);

    [Fact]
    public async Task Administrators_and_officers_see_what_is_under_way_and_whose_part_it_is()
    {
        var (asker, other, _, session, row) = await recoveries.WaitingAsync(Role.Administrator);
        var officer = Actor.Person(AccountId.New(), Role.ComplianceOfficer, SessionId.New(), People.Nobody.Origin);
        (await ItemAsync(asker, row.Id)).ShouldSatisfyAllConditions(item => item.IsOwn.ShouldBeTrue(), item => item.IsWaiting.ShouldBeTrue());
        (await ItemAsync(await recoveries.People.ActorAsync(session), row.Id)).IsAboutSelf.ShouldBeTrue();
        (await ItemAsync(officer, row.Id)).Name.ValueOrDefault.ShouldBe("Test Person");
        await recoveries.ConfirmAsync(other, row.Id);
        (await ItemAsync(other, row.Id)).ShouldSatisfyAllConditions(item => item.IsWaiting.ShouldBeFalse(), item => item.IsWaived.ShouldBeFalse());
        await portal.Get<WithdrawRecovery>().ForAsync(asker, row.Id, default);
        (await portal.Get<ListRecoveries>().ForAsync(officer, default)).ShouldNotContain(item => item.Id == row.Id);
    }

    [Fact]
    public async Task Others_do_not()
    {
        var nurse = Actor.Person(AccountId.New(), Role.Nurse, SessionId.New(), People.Nobody.Origin);
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<ListRecoveries>().ForAsync(nurse, default));
    }

    private async Task<RecoveryItem> ItemAsync(Actor actor, Guid id) => (await portal.Get<ListRecoveries>().ForAsync(actor, default)).Single(item => item.Id == id);
}
