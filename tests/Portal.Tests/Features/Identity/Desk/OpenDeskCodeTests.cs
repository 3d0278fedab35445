using Portal.Features.Identity.Desk;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity.Desk;

public sealed class OpenDeskCodeTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly DeskVisits visits = new(portal);

    [Fact]
    public async Task It_says_what_the_code_is_for_and_which_address_an_account_has()
    {
        var (_, code) = await visits.CodeAsync();
        (await LookAsync(await visits.ProveAsync(code))).ShouldBe(new DeskCodeView(DeskCodeKind.Activation, null));
        var (person, _, _, back) = await visits.RecoveryAsync();
        (await LookAsync(await visits.ProveAsync(back))).ShouldBe(new DeskCodeView(DeskCodeKind.Recovery, person.Email));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0123456789012345678901234567890123456789012")]
    public async Task What_is_no_proof_opens_nothing(string? token) => (await LookAsync(token)).ShouldBeNull();

    [Fact]
    public async Task The_way_on_is_open_for_half_an_hour()
    {
        var (patient, code) = await visits.CodeAsync();
        var token = await visits.ProveAsync(code);
        portal.Clock.Advance(TimeSpan.FromMinutes(30));
        (await LookAsync(token)).ShouldBeNull();
        (await visits.EntriesAsync(patient)).ShouldContain((AuditOutcome.Denied, "desk-code-expired"));
        (await visits.ProveAsync(code)).ShouldNotBeNull("the code itself works on");
    }

    private Task<DeskCodeView?> LookAsync(string? token) => portal.Get<OpenDeskCode>().ForAsync(People.Nobody, token, default);
}
