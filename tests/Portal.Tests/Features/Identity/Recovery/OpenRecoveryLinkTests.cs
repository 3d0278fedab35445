using Portal.Features.Identity.Changes;
using Portal.Features.Identity.Recovery;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity.Recovery;

public sealed class OpenRecoveryLinkTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Recoveries recoveries = new(portal);

    [Fact]
    public async Task Looking_does_not_use_the_link_up()
    {
        var (_, other, person, _, row) = await recoveries.WaitingAsync();
        var link = (await recoveries.ConfirmAsync(other, row.Id)).Link!;
        for (var look = 0; look < 2; look++)
        {
            (await portal.Get<OpenRecoveryLink>().ForAsync(People.Nobody, link.Token, default)).ShouldBe(new RecoveryView(person.Email, Role.Nurse));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0123456789012345678901234567890123456789012")]
    public async Task What_is_no_link_opens_nothing(string? token) =>
        (await portal.Get<OpenRecoveryLink>().ForAsync(People.Nobody, token, default)).ShouldBeNull();

    [Fact]
    public async Task An_expired_link_opens_nothing_and_the_entry_says_why()
    {
        var (_, other, person, _, row) = await recoveries.WaitingAsync();
        var link = (await recoveries.ConfirmAsync(other, row.Id)).Link!;
        portal.Clock.Advance(TimeSpan.FromHours(24));
        (await portal.Get<OpenRecoveryLink>().ForAsync(People.Nobody, link.Token, default)).ShouldBeNull();
        (await recoveries.EntriesAsync(person)).ShouldContain((AuditOutcome.Denied, "recovery-link-expired", null));
    }

    [Fact]
    public async Task A_link_for_somebody_whose_role_was_taken_away_meanwhile_opens_nothing()
    {
        var (_, other, person, _, row) = await recoveries.WaitingAsync();
        var link = (await recoveries.ConfirmAsync(other, row.Id)).Link!;
        (await new Changes(portal).RoleAsync(other, person, Role.None)).ShouldBe(ChangeOutcome.Done);
        (await portal.Get<OpenRecoveryLink>().ForAsync(People.Nobody, link.Token, default)).ShouldBeNull();
        (await recoveries.UseAsync(link.Token)).IsRefused.ShouldBeTrue();
    }
}
