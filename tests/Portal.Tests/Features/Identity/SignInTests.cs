using Microsoft.EntityFrameworkCore;
using Portal.Features.Identity;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity;

public sealed class SignInTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly People people = new(portal);

    private Task<SignInStep?> TryAsync(string? email, string? password) =>
        portal.Get<SignIn>().WithPasswordAsync(People.Nobody, email, password, default);

    [Fact]
    [Trait("Norm", "164.312(d)")]
    public async Task A_right_password_asks_for_a_code_and_authenticates_nobody()
    {
        var person = await people.NewAsync();
        var step = await TryAsync(person.Email.ToUpperInvariant(), People.Password);
        step!.Next.ShouldBe(SessionStage.AwaitingFactor);
        (await portal.Get<FindSession>().ByTokenAsync(People.Nobody, step.Token, default)).ShouldBeNull();
    }

    [Fact]
    [Trait("Norm", "164.312(d)")]
    public async Task An_account_without_a_factor_must_enrol_one_first()
    {
        var person = await people.NewAsync(enrolled: false);
        var step = await TryAsync(person.Email, People.Password);
        step!.Next.ShouldBe(SessionStage.AwaitingEnrolment);
        (await portal.Get<FindSession>().ByTokenAsync(People.Nobody, step.Token, default)).ShouldBeNull();
        (await portal.Get<ConfirmTotp>().WithCodeAsync(People.Nobody, step.Token, "000000", default)).Outcome.ShouldBe(FactorOutcome.StartAgain);
    }

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task A_wrong_password_is_refused_and_audited_with_account_and_origin()
    {
        var person = await people.NewAsync();
        (await TryAsync(person.Email, "wrong")).ShouldBeNull();
        var entry = (await people.EntriesAsync(person)).Single(e => e.Action == AuditAction.SignIn);
        (entry.Action, entry.Resource, entry.Outcome, entry.Reason).ShouldBe((AuditAction.SignIn, AuditResource.Account, AuditOutcome.Denied, "wrong-password"));
        entry.Ip.ShouldBe(People.Nobody.Origin.Ip);
        entry.UserAgent.ShouldBe("Test browser");
    }

    [Theory]
    [InlineData("nobody@people.example", "whatever", "unknown-account")]
    [InlineData("", "whatever", "malformed")]
    [InlineData("nobody@people.example", null, "malformed")]
    public async Task What_is_no_account_is_refused_and_audited(string email, string? password, string reason)
    {
        (await TryAsync(email, password)).ShouldBeNull();
        (await people.EntriesAsync(e => e.ResourceId is null && e.Reason == reason)).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Of_twenty_parallel_wrong_passwords_five_are_verified_and_the_rest_refused()
    {
        var person = await people.NewAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => TryAsync(person.Email, "wrong")));
        var reasons = (await people.EntriesAsync(person)).Where(e => e.Outcome == AuditOutcome.Denied).CountBy(e => e.Reason!).ToDictionary();
        reasons.ShouldBe(new Dictionary<string, int> { ["wrong-password"] = TryCounter.MaxTries, ["locked"] = 15 }, ignoreOrder: true);
    }

    [Fact]
    public async Task A_locked_account_refuses_the_right_password_until_the_lock_runs_out()
    {
        var person = await people.NewAsync();
        for (var i = 0; i < TryCounter.MaxTries; i++)
        {
            (await TryAsync(person.Email, "wrong")).ShouldBeNull();
        }

        (await TryAsync(person.Email, People.Password)).ShouldBeNull();
        portal.Clock.Advance(TryCounter.LockTime - TimeSpan.FromSeconds(1));
        (await TryAsync(person.Email, People.Password)).ShouldBeNull();
        portal.Clock.Advance(TimeSpan.FromSeconds(1));
        (await TryAsync(person.Email, People.Password)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_right_password_does_not_clear_the_count_of_wrong_codes()
    {
        var person = await people.NewAsync();
        for (var i = 0; i < TryCounter.MaxTries; i++)
        {
            var step = await people.PasswordAsync(person);
            await portal.Get<ConfirmTotp>().WithCodeAsync(People.Nobody, step.Token, people.WrongCodeOf(person), default);
        }

        (await TryAsync(person.Email, People.Password)).ShouldBeNull();
        (await people.RefusalsAsync(person)).Order().ShouldBe(["locked", .. Enumerable.Repeat("wrong-code", TryCounter.MaxTries)]);
    }

    [Fact]
    public async Task A_disabled_account_is_refused()
    {
        var person = await people.NewAsync();
        await people.DisableAsync(person.Id);
        (await TryAsync(person.Email, People.Password)).ShouldBeNull();
        (await people.RefusalsAsync(person)).ShouldBe(["disabled"]);
    }

    [Fact]
    public async Task When_the_audit_log_refuses_writes_nobody_signs_in()
    {
        var person = await people.NewAsync();
        await using var owner = await portal.Database.OpenAsync(Portal.Data.Postgres.Embedded.DatabaseRole.Owner);
        await using var lockOut = owner.CreateCommand();
        lockOut.CommandText = "REVOKE INSERT ON audit.entries FROM portal_app";
        await lockOut.ExecuteNonQueryAsync();
        try
        {
            await Should.ThrowAsync<AuditUnavailableException>(() => TryAsync(person.Email, People.Password));
            await using var db = portal.Open();
            (await db.Set<Session>().AnyAsync(s => s.AccountId == person.Id.Value)).ShouldBeFalse();
        }
        finally
        {
            lockOut.CommandText = "GRANT INSERT ON audit.entries TO portal_app";
            await lockOut.ExecuteNonQueryAsync();
        }
    }
}
