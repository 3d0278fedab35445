using Portal.Features.Identity;
using Portal.Features.Identity.Passwords;
using Portal.Features.Identity.Recovery;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity.Recovery;

public sealed class UseRecoveryLinkTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private const string Token = "0123456789012345678901234567890123456789012";

    private readonly Recoveries recoveries = new(portal);

    [Fact]
    [Trait("Norm", "164.312(d)")]
    [Trait("Norm", "ASVS 6.4.4")]
    public async Task The_person_chooses_a_password_and_enrols_a_factor_as_the_first_was()
    {
        var (person, link) = await ConfirmedAsync();
        var used = await recoveries.UseAsync(link.Token);
        var signedIn = await recoveries.EnrolAsync(used.Next!);
        signedIn.RecoveryCodes.Count.ShouldBe(10);
        var session = (await portal.Get<FindSession>().ByTokenAsync(People.Nobody, signedIn.Token, default))!;
        (session.Account, session.Role).ShouldBe((person.Id, Role.Nurse));
        (await recoveries.SignInAsync(person, Recoveries.Chosen))!.Next.ShouldBe(SessionStage.AwaitingFactor);
        (await recoveries.SignInAsync(person, People.Password)).ShouldBeNull();
        (await recoveries.EntriesAsync(person)).Select(e => e.Reason).ShouldBe(
            ["recovery-opened-BothLost", "recovery-confirmed", "recovery-password-set", "totp-enrolled"], ignoreOrder: true);
    }

    [Fact]
    public async Task The_old_app_enrols_nothing_and_signs_nobody_in()
    {
        var (person, link) = await ConfirmedAsync();
        var step = (await recoveries.UseAsync(link.Token)).Next!;
        (await portal.Get<BeginTotpEnrolment>().ForAsync(People.Nobody, step.Token, default)).ShouldNotBeNull();
        (await portal.Get<CompleteTotpEnrolment>().WithCodeAsync(People.Nobody, step.Token, recoveries.People.CodeOf(person), default)).Token.ShouldBeNull();
    }

    [Fact]
    public async Task Of_twenty_parallel_uses_of_one_link_exactly_one_wins()
    {
        var (_, link) = await ConfirmedAsync();
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => recoveries.UseAsync(link.Token)));
        results.Count(result => result.Next is not null).ShouldBe(1);
        results.Count(result => result.IsRefused).ShouldBe(19);
        (await recoveries.UseAsync(link.Token)).IsRefused.ShouldBeTrue();
    }

    [Fact]
    public async Task A_password_that_is_refused_does_not_cost_the_link()
    {
        var (_, link) = await ConfirmedAsync();
        (await recoveries.UseAsync(link.Token, "short")).Problem.ShouldBe(PasswordProblem.TooShort);
        (await recoveries.UseAsync(link.Token, null)).Problem.ShouldBe(PasswordProblem.TooShort);
        (await recoveries.UseAsync(link.Token, new string('x', 257))).Problem.ShouldBe(PasswordProblem.TooLong);
        (await recoveries.UseAsync(link.Token)).Next.ShouldNotBeNull();
    }

    [Fact]
    public async Task Somebodys_wrong_tries_do_not_keep_the_person_from_enrolling()
    {
        var (person, link) = await ConfirmedAsync();
        foreach (var _ in Enumerable.Range(0, 6))
        {
            await recoveries.SignInAsync(person, "wrong");
        }

        (await recoveries.EnrolAsync((await recoveries.UseAsync(link.Token)).Next!)).Token.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("account_id = $2")]
    [InlineData("expires_at = expires_at + interval '1 day'")]
    [InlineData("decided_by = gen_random_uuid()")]
    [InlineData("seal = NULL")]
    [Trait("Norm", "164.312(c)")]
    public async Task A_link_whose_row_was_changed_past_the_portal_opens_nothing(string change)
    {
        var (_, link) = await ConfirmedAsync();
        var victim = await recoveries.People.NewAsync();
        object[] values = change.Contains("$2") ? [SessionToken.HashOf(link.Token), victim.Id.Value] : [SessionToken.HashOf(link.Token)];
        await recoveries.RunAsync($"UPDATE identity.recoveries SET {change} WHERE token_hash = $1", values);
        (await recoveries.UseAsync(link.Token)).IsRefused.ShouldBeTrue();
        (await recoveries.SignInAsync(victim, People.Password)).ShouldNotBeNull();
    }

    [Fact]
    [Trait("Norm", "164.312(c)")]
    public async Task A_token_put_in_by_SQL_opens_nothing()
    {
        var (person, _) = await ConfirmedAsync();
        await recoveries.RunAsync("UPDATE identity.recoveries SET token_hash = $2 WHERE account_id = $1", person.Id.Value, SessionToken.HashOf(Token));
        (await recoveries.UseAsync(Token)).IsRefused.ShouldBeTrue();
        (await recoveries.EntriesAsync(person)).ShouldContain((AuditOutcome.Denied, "damaged", null));
    }

    [Fact]
    public async Task A_link_does_not_open_an_account_that_was_disabled_meanwhile()
    {
        var (person, link) = await ConfirmedAsync();
        await recoveries.People.DisableAsync(person.Id);
        (await recoveries.UseAsync(link.Token)).IsRefused.ShouldBeTrue();
    }

    private async Task<(Person Person, RecoveryLink Link)> ConfirmedAsync()
    {
        var (_, other, person, _, row) = await recoveries.WaitingAsync();
        return (person, (await recoveries.ConfirmAsync(other, row.Id)).Link!);
    }
}
