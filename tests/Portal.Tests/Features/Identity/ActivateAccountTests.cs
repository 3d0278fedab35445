using Microsoft.EntityFrameworkCore;
using Portal.Features.Identity;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Factors;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.Passwords;
using Portal.Features.Identity.Sessions;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Tests.Features.Identity;

public sealed class ActivateAccountTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private const string Chosen = "seven green kettles sing";

    private readonly Invited invited = new(portal);

    private Task<ActivationResult> UseAsync(ActivationLink link, string? name = null, string? password = Chosen) =>
        portal.Get<ActivateAccount>().ForAsync(People.Nobody, link.Token, name, password, default);

    private async Task<(ActivationLink Link, Invitation Row, NewInvitation Person)> LinkAsync()
    {
        var alone = await invited.AdministratorAsync();
        await invited.OnlyAsync(alone);
        portal.Clock.Advance(TimeSpan.FromMilliseconds(5));
        var person = Invited.SomebodyNew();
        var link = (await invited.InviteAsync(alone, person)).Link!;
        return (link, await invited.NewestAsync(), person);
    }

    [Fact]
    [Trait("Norm", "164.312(d)")]
    public async Task The_person_chooses_a_password_enrols_a_factor_and_is_in_with_the_role_invited_to()
    {
        var (link, row, person) = await LinkAsync();
        (await portal.Get<SignIn>().WithPasswordAsync(People.Nobody, person.Email, Chosen, default)).ShouldBeNull("there is no account before the link is used");
        var step = (await UseAsync(link)).Next!;
        step.Next.ShouldBe(SessionStage.AwaitingEnrolment);
        (await portal.Get<FindSession>().ByTokenAsync(People.Nobody, step.Token, default)).ShouldBeNull("the link alone must not be a way in");

        var offer = (await portal.Get<BeginTotpEnrolment>().ForAsync(People.Nobody, step.Token, default))!;
        var code = Totp.CodeAt(Read(offer.Key), Totp.StepAt(portal.Clock.GetUtcNow()));
        var signedIn = await portal.Get<CompleteTotpEnrolment>().WithCodeAsync(People.Nobody, step.Token, code, default);
        var session = (await portal.Get<FindSession>().ByTokenAsync(People.Nobody, signedIn.Token, default))!;
        (session.Account, session.Role, session.Name).ShouldBe((new AccountId(row.AccountId), Role.Nurse, person.Name));
        (await portal.Get<SignIn>().WithPasswordAsync(People.Nobody, person.Email, Chosen, default))!.Next.ShouldBe(SessionStage.AwaitingFactor);
    }

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task Account_and_password_are_entries_of_their_own()
    {
        var (link, row, _) = await LinkAsync();
        await UseAsync(link);
        (await invited.EntriesAsync(row.AccountId)).Where(e => e.By is null).Select(e => (e.Action, e.Outcome, e.Reason)).OrderBy(e => e.Reason).ShouldBe(
            [(AuditAction.Create, AuditOutcome.Allowed, "activated-Nurse"), (AuditAction.Credential, AuditOutcome.Allowed, "password-set")]);
    }

    [Fact]
    public async Task Of_twenty_parallel_uses_of_one_link_exactly_one_wins()
    {
        var (link, row, _) = await LinkAsync();
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => UseAsync(link)));
        results.Count(result => result.Next is not null).ShouldBe(1);
        results.Count(result => result.IsLinkRefused).ShouldBe(19);
        await using var db = portal.Open();
        (await db.Set<Session>().CountAsync(s => s.AccountId == row.AccountId)).ShouldBe(1);
    }

    [Theory]
    [InlineData("short", PasswordProblem.TooShort)]
    [InlineData("Password2024!", PasswordProblem.Common)]
    [InlineData("nora example 7", PasswordProblem.Personal)]
    [InlineData(null, PasswordProblem.TooShort)]
    public async Task A_password_that_is_refused_does_not_cost_the_link(string? password, PasswordProblem problem)
    {
        var (link, _, _) = await LinkAsync();
        var refused = await UseAsync(link, password: password);
        (refused.Problem, refused.Next, refused.IsLinkRefused).ShouldBe((problem, null, false));
        (await UseAsync(link, password: new string('x', 257))).Problem.ShouldBe(PasswordProblem.TooLong);
        (await UseAsync(link)).Next.ShouldNotBeNull();
    }

    [Fact]
    public async Task The_name_of_the_invitation_stands_whatever_else_is_sent()
    {
        var (link, row, person) = await LinkAsync();
        await UseAsync(link, name: "Somebody Else");
        await using var db = portal.Open();
        var account = await db.Set<Account>().SingleAsync(a => a.Id == row.AccountId);
        account.ProtectedName!.Open(portal.Get<KeyRing>().Of(KeyUse.Accounts)).ValueOrDefault.ShouldBe(person.Name);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    [InlineData("Line\nbreak")]
    public async Task Where_no_name_was_given_the_person_gives_one(string? name)
    {
        await invited.OnlyAsync();
        var book = portal.Get<InvitationBook>();
        var row = book.New(Guid.NewGuid(), $"{Guid.NewGuid():N}@people.example", null, Role.Nurse, null);
        var link = book.Open(row, TimeSpan.FromHours(1));
        await using (var db = portal.Open())
        {
            db.Add(row);
            await db.SaveChangesAsync();
        }

        (await UseAsync(link, name)).NameMissing.ShouldBeTrue();
        (await UseAsync(link, "Nora")).Next.ShouldNotBeNull();
    }

    private static byte[] Read(string key)
    {
        var bits = string.Concat(key.Where(char.IsAsciiLetterOrDigit)
            .Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }
}
