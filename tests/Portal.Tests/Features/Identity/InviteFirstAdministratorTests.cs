using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Features.Identity;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Changes;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.Sessions;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity;

/// <summary>The steps of one life: a database has one first administrator.</summary>
public sealed class InviteFirstAdministratorTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private const string Chosen = "seven green kettles sing";

    private readonly People people = new(portal);

    private Task<InvitationResult> InviteAsync(string email, bool again = false) =>
        portal.Get<InviteFirstAdministrator>().ForAsync(People.Job, email, again, default);

    private Task<ActivationResult> UseAsync(ActivationLink link) =>
        portal.Get<ActivateAccount>().ForAsync(People.Nobody, link.Token, "Jo First", Chosen, default);

    [Fact]
    [Trait("Norm", "164.308(a)(4)")]
    public async Task There_is_one_link_at_a_time_for_24_hours_and_none_once_an_administrator_was_in()
    {
        var first = await InviteAsync("one@people.example");
        first.Outcome.ShouldBe(InvitationOutcome.Ready);
        first.Link!.ExpiresAt.ShouldBe(portal.Clock.GetUtcNow() + TimeSpan.FromHours(24));
        (await InviteAsync("two@people.example")).Outcome.ShouldBe(InvitationOutcome.LinkExists);

        var second = await InviteAsync("two@people.example", again: true);
        (await UseAsync(first.Link)).IsLinkRefused.ShouldBeTrue("the link that gave way still works");
        portal.Clock.Advance(TimeSpan.FromHours(24));
        (await UseAsync(second.Link!)).IsLinkRefused.ShouldBeTrue("the link outlived its 24 hours");

        portal.Clock.Advance(UnusedLinksJob.Shown);
        (await portal.Get<UnusedLinksJob>().ForgetAsync(default)).ShouldBe(1);

        var atOnce = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => InviteAsync($"at-once-{n}@people.example")));
        var third = atOnce.Single(result => result.Outcome == InvitationOutcome.Ready);
        atOnce.Count(result => result.Outcome == InvitationOutcome.LinkExists).ShouldBe(7);

        var used = await UseAsync(third.Link!);
        used.Next!.Next.ShouldBe(SessionStage.AwaitingEnrolment);
        (await UseAsync(third.Link!)).IsLinkRefused.ShouldBeTrue();
        await ShouldHaveNoAddressAsync();
        await ShouldGiveWayUntilSomebodyWasInAsync($"at-once-{Array.IndexOf(atOnce, third)}@people.example", used.Next.Token);
        (await InviteAsync("four@people.example")).Outcome.ShouldBe(InvitationOutcome.AdministratorExists);
        (await InviteAsync("four@people.example", again: true)).Outcome.ShouldBe(InvitationOutcome.AdministratorExists);
    }

    // A password that was lost before the factor was enrolled must not shut everybody out, and whoever finds it later must not get in.
    private async Task ShouldGiveWayUntilSomebodyWasInAsync(string email, string waiting)
    {
        (await InviteAsync(email)).Outcome.ShouldBe(InvitationOutcome.NeverIn);
        (await SignInAsync(email)).ShouldNotBeNull("what was not given up stands");
        await using var db = portal.Open();
        var given = await db.Set<Account>().Select(a => a.Id).SingleAsync();

        var again = await InviteAsync(email, again: true);
        again.Outcome.ShouldBe(InvitationOutcome.Ready, "the address must be free again");
        (await SignInAsync(email)).ShouldBeNull();
        (await portal.Get<BeginTotpEnrolment>().ForAsync(People.Nobody, waiting, default)).ShouldBeNull("a sign-in under way must end");
        (await people.EntriesAsync(e => e.ResourceId == given)).ShouldContain(e => e.Reason == "given-up-never-in" && e.Outcome == AuditOutcome.Allowed);

        (await UseAsync(again.Link!)).Next.ShouldNotBeNull();
        DateTimeOffset? now = portal.Clock.GetUtcNow();
        await db.Set<Account>().Where(a => a.DisabledAt == null).ExecuteUpdateAsync(set => set.SetProperty(a => a.FactorEnrolledAt, now));
    }

    private Task<SignInStep?> SignInAsync(string email) => portal.Get<SignIn>().WithPasswordAsync(People.Nobody, email, Chosen, default);

    [Theory]
    [InlineData("")]
    [InlineData("no address")]
    [InlineData("two words@people.example")]
    public async Task What_is_no_address_is_refused(string email) => await Should.ThrowAsync<ValidationException>(() => InviteAsync(email));

    [Fact]
    public async Task Nobody_but_the_command_line_makes_it_and_the_try_is_audited()
    {
        var actor = Actor.Person(AccountId.New(), Role.Administrator, SessionId.New(), People.Nobody.Origin);
        await Should.ThrowAsync<UnauthorizedAccessException>(
            () => portal.Get<InviteFirstAdministrator>().ForAsync(actor, "x@people.example", again: false, default));
        (await people.EntriesAsync(e => e.Account == actor.Account)).ShouldHaveSingleItem().Outcome.ShouldBe(AuditOutcome.Denied);
    }

    // Once closed, a row forgets whom it was for; the log names the account, the verb and nothing else.
    private async Task ShouldHaveNoAddressAsync()
    {
        await using var db = portal.Open();
        var row = await db.Set<Invitation>().SingleAsync(i => i.Id == Invitation.FirstAdministrator);
        (row.State, row.ProtectedEmail, row.ProtectedName, row.EmailIndex).ShouldBe((InvitationState.Used, null, null, null));
        var entries = await people.EntriesAsync(e => e.ResourceId == row.AccountId);
        entries.Select(e => e.Reason).Order().ShouldBe(["activated-Administrator", "first-administrator-link", "link-used", "password-set"]);
        entries.Single(e => e.Reason == "first-administrator-link").Job.ShouldBe("test");
    }
}
