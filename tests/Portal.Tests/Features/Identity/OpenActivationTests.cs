using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity;

public sealed class OpenActivationTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly People people = new(portal);
    private readonly Invited invited = new(portal);

    private Task<ActivationView?> OpenAsync(string? token) => portal.Get<OpenActivation>().ForAsync(People.Nobody, token, default);

    [Fact]
    public async Task To_look_at_a_link_does_not_use_it_up()
    {
        var alone = await invited.AdministratorAsync();
        await invited.OnlyAsync(alone);
        var person = Invited.SomebodyNew();
        var link = (await invited.InviteAsync(alone, person)).Link!;
        await OpenAsync(link.Token);
        (await OpenAsync(link.Token)).ShouldBe(new ActivationView(person.Email, person.Name, person.Role));
        portal.Clock.Advance(TimeSpan.FromHours(72));
        (await OpenAsync(link.Token)).ShouldBeNull();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("short")]
    [InlineData("0123456789012345678901234567890123456789012")]
    public async Task What_is_no_link_opens_nothing_and_is_audited(string? token)
    {
        var before = (await people.EntriesAsync(e => e.Reason == "link-unknown")).Count;
        (await OpenAsync(token)).ShouldBeNull();
        var entries = await people.EntriesAsync(e => e.Reason == "link-unknown");
        entries.Count.ShouldBe(before + 1);
        (entries[0].Outcome, entries[0].Action, entries[0].Ip).ShouldBe((AuditOutcome.Denied, AuditAction.Credential, People.Nobody.Origin.Ip));
    }

    [Fact]
    public async Task Only_the_hash_of_a_token_is_stored()
    {
        var alone = await invited.AdministratorAsync();
        await invited.OnlyAsync(alone);
        var link = (await invited.InviteAsync(alone)).Link!;
        (await invited.NewestAsync()).TokenHash.ShouldBe(SessionToken.HashOf(link.Token));
        link.At(new Uri("https://portal.example/")).ShouldBe($"https://portal.example/activate#{link.Token}");
    }
}
