using Microsoft.EntityFrameworkCore;
using Portal.Data.Notices;
using Portal.Features.Identity;
using Portal.Features.Identity.Desk;
using Portal.Features.Identity.Passwords;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;
using Portal.Kernel.Notices;
using Portal.Tests.Features.Identity.Recovery;

namespace Portal.Tests.Features.Identity.Desk;

public sealed class UseDeskCodeTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly DeskVisits visits = new(portal);

    [Fact]
    [Trait("Norm", "164.312(d)")]
    public async Task A_patient_sets_the_account_up_enrols_and_is_tied_to_that_record()
    {
        var (patient, code) = await visits.CodeAsync();
        var email = $"{Guid.NewGuid():N}@people.example";
        var used = await visits.UseAsync(await visits.ProveAsync(code), email);
        var signedIn = await new Recoveries(portal).EnrolAsync(used.Next!);
        var session = (await portal.Get<FindSession>().ByTokenAsync(People.Nobody, signedIn.Token, default))!;
        (session.Role, session.Patient, session.Name).ShouldBe((Role.Patient, patient, "Zoë Müller"));
        (await portal.Get<SignIn>().WithPasswordAsync(People.Nobody, email, DeskVisits.Chosen, default))!.Next.ShouldBe(SessionStage.AwaitingFactor);
        (await visits.EntriesAsync(patient)).Select(e => e.Reason).OfType<string>().ShouldBe(
            ["desk-Activation-Passport", "desk-code-proven", "desk-account-activated"], ignoreOrder: true);
        (await visits.RowAsync(patient)).ShouldSatisfyAllConditions(
            row => row.State.ShouldBe(DeskCodeState.Used), row => row.ProtectedName.ShouldBeNull(), row => row.BirthHash.ShouldBeNull(), row => row.Seal.ShouldBeNull());
    }

    [Fact]
    public async Task A_code_is_used_once_whoever_uses_it_at_once()
    {
        var (patient, code) = await visits.CodeAsync();
        var token = await visits.ProveAsync(code);
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => visits.UseAsync(token)));
        results.Count(result => result.Next is not null).ShouldBe(1);
        results.Count(result => result.IsRefused).ShouldBe(19);
        (await visits.AccountsAsync(patient)).Count.ShouldBe(1);
        (await visits.ProveAsync(code)).ShouldBeNull();
    }

    [Theory]
    [InlineData("short", PasswordProblem.TooShort)]
    [InlineData("Password2024!", PasswordProblem.Common)]
    [InlineData("zoë müller 7", PasswordProblem.Personal)]
    public async Task A_password_that_is_refused_does_not_cost_the_code(string password, PasswordProblem problem)
    {
        var (_, code) = await visits.CodeAsync();
        var token = await visits.ProveAsync(code);
        (await visits.UseAsync(token, password: password)).Problem.ShouldBe(problem);
        (await visits.UseAsync(token, password: new string('x', 257))).Problem.ShouldBe(PasswordProblem.TooLong);
        (await visits.UseAsync(token)).Next.ShouldNotBeNull();
    }

    [Fact]
    [Trait("Norm", "ASVS 6.3.8")]
    public async Task An_address_that_has_an_account_is_refused_and_each_try_counts()
    {
        var known = await visits.People.NewAsync();
        var (patient, code) = await visits.CodeAsync();
        var token = await visits.ProveAsync(code);
        (await visits.UseAsync(token, "no address")).EmailRefused.ShouldBeTrue();
        foreach (var _ in Enumerable.Range(0, 5))
        {
            (await visits.UseAsync(token, known.Email)).EmailRefused.ShouldBeTrue();
        }

        (await visits.UseAsync(token)).IsRefused.ShouldBeTrue();
        (await visits.AccountsAsync(patient)).ShouldBeEmpty();
        (await visits.EntriesAsync(patient)).Count(e => e.Reason == "address-taken").ShouldBe(5);
    }

    [Fact]
    [Trait("Norm", "ASVS 6.3.8")]
    public async Task Of_twenty_parallel_questions_after_an_address_five_are_looked_up()
    {
        var known = await visits.People.NewAsync();
        var (patient, code) = await visits.CodeAsync();
        var token = await visits.ProveAsync(code);
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => visits.UseAsync(token, known.Email)));
        results.Count(result => result.EmailRefused).ShouldBe(5);
        results.Count(result => result.IsRefused).ShouldBe(15);
        (await visits.RowAsync(patient)).Tries.ShouldBe(DeskCode.MaxTries);
        (await visits.UseAsync(token)).IsRefused.ShouldBeTrue();
        (await visits.AccountsAsync(patient)).ShouldBeEmpty();
    }

    [Fact]
    [Trait("Norm", "ASVS 6.4.1")]
    public async Task A_code_proven_at_its_last_moment_does_not_outlive_its_end()
    {
        var (patient, code) = await visits.CodeAsync();
        portal.Clock.Advance(TimeSpan.FromHours(72) - TimeSpan.FromMinutes(1));
        var token = await visits.ProveAsync(code);
        (await portal.Get<OpenDeskCode>().ForAsync(People.Nobody, token, default)).ShouldNotBeNull();
        portal.Clock.Advance(TimeSpan.FromMinutes(1));
        (await portal.Get<OpenDeskCode>().ForAsync(People.Nobody, token, default)).ShouldBeNull();
        (await visits.UseAsync(token)).IsRefused.ShouldBeTrue();
        (await visits.AccountsAsync(patient)).ShouldBeEmpty();
        (await visits.EntriesAsync(patient)).ShouldContain((AuditOutcome.Denied, "desk-code-expired"));
    }

    [Fact]
    public async Task A_patient_who_has_an_account_meanwhile_gets_no_second_one()
    {
        var (patient, code) = await visits.CodeAsync();
        var token = await visits.ProveAsync(code);
        await visits.People.NewAsync(Role.Patient, patient: patient);
        (await visits.UseAsync(token)).IsRefused.ShouldBeTrue();
        (await visits.AccountsAsync(patient)).Count.ShouldBe(1);
    }

    [Fact]
    [Trait("Norm", "ASVS 6.4.4")]
    public async Task A_recovery_exchanges_password_and_factor_and_ends_all_sessions()
    {
        var (person, session, patient, code) = await visits.RecoveryAsync();
        var token = await visits.ProveAsync(code);
        (await new Recoveries(portal).LivesAsync(session)).ShouldBeTrue("nothing changes before the password is chosen");
        var used = await visits.UseAsync(token);
        (await new Recoveries(portal).LivesAsync(session)).ShouldBeFalse();
        (await portal.Get<SignIn>().WithPasswordAsync(People.Nobody, person.Email, People.Password, default)).ShouldBeNull();
        (await new Recoveries(portal).EnrolAsync(used.Next!)).RecoveryCodes.Count.ShouldBe(10);
        (await visits.AccountsAsync(patient)).ShouldHaveSingleItem().Id.ShouldBe(person.Id.Value);
        (await visits.EntriesAsync(patient)).ShouldContain((AuditOutcome.Allowed, "desk-account-recovered"));
        (await new Recoveries(portal).NoticesAsync(person)).ShouldBe([NoticeKind.RecoveryOpened, NoticeKind.RecoveryConfirmed]);
    }

    [Fact]
    [Trait("Norm", "ASVS 6.3.7")]
    public async Task A_later_way_back_by_a_recovery_code_is_told_at_the_records_address_too()
    {
        var (own, records) = ($"{Guid.NewGuid():N}@people.example", $"{Guid.NewGuid():N}@record.example");
        var patient = await SamplePatients.AddAsync(portal, assignTo: null, observations: 0, email: records);
        var code = (await visits.MakeAsync(await visits.ClerkAsync(), patient)).Letter!.Code;
        var signedIn = await new Recoveries(portal).EnrolAsync((await visits.UseAsync(await visits.ProveAsync(code), own)).Next!);

        var step = await portal.Get<SignIn>().WithPasswordAsync(People.Nobody, own, DeskVisits.Chosen, default);
        (await portal.Get<UseRecoveryCode>().WithCodeAsync(People.Nobody, step!.Token, signedIn.RecoveryCodes[0], default)).Outcome.ShouldBe(FactorOutcome.SignedIn);

        await using var db = portal.Open();
        var account = (await visits.AccountsAsync(patient)).ShouldHaveSingleItem().Id;
        await using (var transaction = await db.Database.BeginTransactionAsync())
        {
            await portal.Get<NoticeBook>().AddAsync(db, account, NoticeKind.AppChanged, default);
            await transaction.CommitAsync();
        }

        var mails = await db.Set<Mail>().AsNoTracking().Where(m => m.AccountId == account).ToListAsync();
        string[] To(NoticeKind kind) => [.. mails.Where(m => m.Kind == kind).Select(m => m.Address!.Open(portal.Get<KeyRing>().Of(KeyUse.Accounts)).ValueOrDefault!)];
        To(NoticeKind.RecoveryCodeUsed).ShouldBe([own, records], ignoreOrder: true);
        To(NoticeKind.AppChanged).ShouldBe([own], "what is no way back is the account's own affair");
    }

    [Fact]
    public async Task A_recovery_does_not_open_an_account_that_was_disabled_meanwhile()
    {
        var (person, _, _, code) = await visits.RecoveryAsync();
        var token = await visits.ProveAsync(code);
        await visits.People.DisableAsync(person.Id);
        (await visits.UseAsync(token)).IsRefused.ShouldBeTrue();
        await using var db = portal.Open();
        (await db.Set<Portal.Features.Identity.Accounts.Account>().SingleAsync(a => a.Id == person.Id.Value)).PasswordHash.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("0123456789012345678901234567890123456789012")]
    public async Task What_is_no_proof_opens_nothing(string? token) => (await visits.UseAsync(token)).IsRefused.ShouldBeTrue();

    [Fact]
    [Trait("Norm", "164.312(c)")]
    public async Task A_proof_put_in_by_SQL_opens_nothing()
    {
        const string Token = "0123456789012345678901234567890123456789012";
        var (patient, code) = await visits.CodeAsync();
        await visits.ProveAsync(code);
        var row = await visits.RowAsync(patient);
        await visits.RunAsync("UPDATE identity.desk_codes SET proof_hash = $2 WHERE id = $1", row.Id, SessionToken.HashOf(Token));
        (await visits.UseAsync(Token)).IsRefused.ShouldBeTrue();
        (await visits.AccountsAsync(patient)).ShouldBeEmpty();
    }
}
