using Microsoft.EntityFrameworkCore;
using Portal.Features.Identity;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Passkeys;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity.Passkeys;

[Trait("Norm", "ASVS 6.3.3")]
public sealed class SignInWithPasskeyTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly PasskeyPeople people = new(portal);

    [Fact]
    [Trait("Norm", "164.312(d)")]
    public async Task A_passkey_signs_in_in_one_step_with_a_factor_that_is_fresh()
    {
        var owner = await people.NewAsync(Role.Administrator);
        portal.Clock.Advance(TimeSpan.FromHours(1));
        var result = await people.SignInAsync(owner.Device);
        result.Outcome.ShouldBe(PasskeyOutcome.SignedIn);
        var session = await people.All.SessionAsync(result.Token!);
        (session.Factor, session.Stage, session.AccountId).ShouldBe((SessionFactor.Passkey, SessionStage.Full, owner.Person.Id.Value));
        session.FactorAt.ShouldBe(portal.Clock.GetUtcNow());
        await portal.Get<Portal.Features.Identity.Invitations.InviteAccount>().ForAsync(await people.All.ActorAsync(result.Token!), Invited.SomebodyNew(), default);
        var entry = (await people.All.EntriesAsync(owner.Person)).Single(e => e is { Action: AuditAction.SignIn, Reason: "passkey" });
        (entry.Outcome, entry.Session!.Value.Value).ShouldBe((AuditOutcome.Allowed, session.Id));
        (await people.RowAsync(owner.Device)).LastUsedAt.ShouldBe(portal.Clock.GetUtcNow());
    }

    [Theory]
    [InlineData("origin", "passkey-origin")]
    [InlineData("frame", "passkey-origin")]
    [InlineData("site", "passkey-site")]
    [InlineData("challenge", "passkey-challenge")]
    [InlineData("unverified", "passkey-unverified")]
    [InlineData("counter", "passkey-counter")]
    [InlineData("same counter", "passkey-counter")]
    [InlineData("synced", "wrong-passkey")]
    public async Task What_a_right_device_would_not_answer_is_refused_and_named_in_the_log(string lie, string reason)
    {
        var owner = await people.NewAsync(kind: device => device.Counter = 7);
        Action<SoftAuthenticator> told = lie switch
        {
            "origin" => device => device.Origin = "https://portal.example.evil.example",
            "frame" => device => device.IsFramed = true,
            "site" => device => device.Domain = "evil.example",
            "challenge" => device => device.OtherChallenge = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "unverified" => device => device.VerifiesPerson = false,
            "counter" => device => device.Counter = 3,
            "same counter" => device => device.Counter = 6,
            _ => device => device.IsSynced = true,
        };
        told(owner.Device);
        (await people.SignInAsync(owner.Device)).ShouldBe(PasskeyResult.Refused);
        (await people.All.RefusalsAsync(owner.Person)).ShouldBe([reason]);
    }

    [Fact]
    public async Task A_signature_of_another_key_is_refused()
    {
        var owner = await people.NewAsync();
        using var thief = new SoftAuthenticator { Handle = owner.Device.Handle, Counter = 9 };
        owner.Device.CredentialId.CopyTo(thief.CredentialId, 0);
        (await people.SignInAsync(thief)).ShouldBe(PasskeyResult.Refused);
        (await people.All.RefusalsAsync(owner.Person)).ShouldBe(["wrong-passkey"]);
    }

    [Fact]
    [Trait("Norm", "ASVS 6.3.8")]
    public async Task An_unknown_passkey_somebody_elses_account_and_no_account_get_the_same_answer()
    {
        var (owner, other) = (await people.NewAsync(), await people.NewAsync());
        using var unknown = new SoftAuthenticator { Handle = Guid.NewGuid().ToString() };
        using var nobody = new SoftAuthenticator { Handle = null };
        owner.Device.Handle = other.Person.Id.ToString();
        foreach (var device in new[] { unknown, nobody, owner.Device })
        {
            (await people.SignInAsync(device)).ShouldBe(PasskeyResult.Refused);
        }

        (await people.All.RefusalsAsync(other.Person)).ShouldBe(["unknown-passkey"]);
        (await people.All.RefusalsAsync(owner.Person)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_answer_counts_once()
    {
        var owner = await people.NewAsync(kind: device => device.Counter = 0);
        var question = await people.AskAsync();
        var answer = owner.Device.Show(question.Options);
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => people.AnswerAsync(question, answer)));
        results.Count(result => result.Outcome == PasskeyOutcome.SignedIn).ShouldBe(1);
        results.Count(result => result.Outcome == PasskeyOutcome.AskAgain).ShouldBe(3);
        (await people.AnswerAsync(question, answer)).ShouldBe(PasskeyResult.AskAgain);
        var next = await people.AskAsync(question.Browser);
        (await people.AnswerAsync(next, answer)).ShouldBe(PasskeyResult.Refused, "an old answer to a new question");
        (await people.All.RefusalsAsync(owner.Person)).ShouldBe(["passkey-challenge"]);
    }

    [Fact]
    public async Task An_answer_that_comes_late_or_from_another_browser_or_to_another_question_opens_nothing()
    {
        var owner = await people.NewAsync();
        var late = await people.AskAsync();
        portal.Clock.Advance(PasskeyChallenges.Lifetime);
        (await people.AnswerAsync(late, owner.Device.Show(late.Options))).ShouldBe(PasskeyResult.AskAgain);
        var (mine, theirs) = (await people.AskAsync(), await people.AskAsync());
        (await people.AnswerAsync(mine with { Browser = theirs.Browser }, owner.Device.Show(mine.Options))).ShouldBe(PasskeyResult.AskAgain);
        var again = await people.All.ActorAsync((await people.SignInAsync(owner.Device)).Token!);
        var confirm = (await portal.Get<AskForOwnPasskey>().ForAsync(again, default))!;
        (await people.AnswerAsync(confirm with { Browser = mine.Browser }, owner.Device.Show(confirm.Options))).ShouldBe(PasskeyResult.AskAgain);
    }

    [Fact]
    [Trait("Norm", "ASVS 7.4.2")]
    public async Task A_disabled_account_and_one_without_its_app_are_refused()
    {
        var (disabled, bare) = (await people.NewAsync(), await people.NewAsync());
        await people.All.DisableAsync(disabled.Person.Id);
        await using var db = portal.Open();
        await db.Set<Account>().Where(a => a.Id == bare.Person.Id.Value).ExecuteUpdateAsync(set => set.SetProperty(a => a.FactorEnrolledAt, (DateTimeOffset?)null));
        foreach (var (owner, reason) in new[] { (disabled, "disabled"), (bare, "no-app") })
        {
            (await people.SignInAsync(owner.Device)).ShouldBe(PasskeyResult.Refused);
            (await people.All.RefusalsAsync(owner.Person)).ShouldContain(reason);
        }
    }

    [Fact]
    [Trait("Norm", "ASVS 6.3.1")]
    public async Task Who_locks_the_password_does_not_shut_out_the_passkey_and_gets_no_new_tries_by_it()
    {
        var owner = await people.NewAsync();
        for (var i = 0; i < TryCounter.MaxTries; i++)
        {
            await portal.Get<SignIn>().WithPasswordAsync(People.Nobody, owner.Person.Email, "wrong", default);
        }

        (await people.SignInAsync(owner.Device)).Outcome.ShouldBe(PasskeyOutcome.SignedIn);
        (await portal.Get<SignIn>().WithPasswordAsync(People.Nobody, owner.Person.Email, People.Password, default)).ShouldBeNull("the password rests still");
        (await people.All.RefusalsAsync(owner.Person)).ShouldContain("locked");
    }

    [Fact]
    [Trait("Norm", "ASVS 6.3.1")]
    public async Task Wrong_passkeys_in_somebodys_name_lock_nobodys_password()
    {
        var owner = await people.NewAsync();
        using var thief = new SoftAuthenticator { Handle = owner.Person.Id.ToString() };
        for (var i = 0; i <= TryCounter.MaxTries; i++)
        {
            (await people.SignInAsync(thief)).ShouldBe(PasskeyResult.Refused);
        }

        portal.Clock.Advance(TimeSpan.FromSeconds(30));
        (await people.All.SignInAsync(owner.Person)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_passkey_that_was_written_past_the_portal_opens_nothing()
    {
        var (owner, thief) = (await people.NewAsync(Role.Administrator), await people.NewAsync());
        await using var db = portal.Open();
        var target = owner.Person.Id.Value;
        await db.Set<AccountPasskey>().Where(p => p.CredentialId == thief.Device.CredentialId).ExecuteUpdateAsync(set => set.SetProperty(p => p.UserId, target));
        thief.Device.Handle = target.ToString();
        (await people.SignInAsync(thief.Device)).ShouldBe(PasskeyResult.Refused);
        (await people.All.RefusalsAsync(owner.Person)).ShouldBe(["unknown-passkey"]);
        (await people.SignInAsync(owner.Device)).Outcome.ShouldBe(PasskeyOutcome.SignedIn);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"response\":{\"userHandle\":\"!\"}}")]
    [InlineData("{\"response\":5}")]
    public async Task What_no_device_made_is_refused(string? credential) =>
        (await people.AnswerAsync(await people.AskAsync(), credential!)).ShouldBe(PasskeyResult.Refused);

    [Fact]
    public async Task A_giant_answer_is_refused_unread_and_the_question_waits()
    {
        var owner = await people.NewAsync();
        var question = await people.AskAsync();
        (await people.AnswerAsync(question, new string('{', 40_000))).ShouldBe(PasskeyResult.Refused);
        (await people.AnswerAsync(question, owner.Device.Show(question.Options))).Outcome.ShouldBe(PasskeyOutcome.SignedIn);
    }
}
