using FluentValidation;
using Portal.Features.Identity.Recovery;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Notices;

namespace Portal.Tests.Features.Identity.Recovery;

[Trait("Norm", "164.308(a)(4)")]
public sealed class RecoverAdministratorTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Recoveries recoveries = new(portal);

    [Fact]
    [Trait("Norm", "164.312(d)")]
    public async Task The_last_administrator_gets_back_in_by_a_link_from_the_server_and_is_told()
    {
        var (person, actor) = await recoveries.Invited.AdministratorPersonAsync();
        await recoveries.Invited.OnlyAsync(actor);
        var session = await recoveries.People.SignInAsync(await recoveries.People.NewAsync());

        var first = await RecoverAsync(person);
        var result = await RecoverAsync(person);

        (result.Outcome, result.Link!.ExpiresAt).ShouldBe((RecoveryOutcome.Ready, portal.Clock.GetUtcNow() + TimeSpan.FromHours(24)));
        (await recoveries.SignInAsync(person, People.Password)).ShouldBeNull();
        (await recoveries.LivesAsync(session)).ShouldBeTrue("nobody else's end");
        (await recoveries.UseAsync(first.Link!.Token)).IsRefused.ShouldBeTrue("a newer link ends the older one");
        var used = await recoveries.UseAsync(result.Link.Token);
        var back = await recoveries.People.ActorAsync((await recoveries.EnrolAsync(used.Next!)).Token!);
        back.Has(Permission.ManageAccounts).ShouldBeTrue();
        (await recoveries.EntriesAsync(person)).ShouldContain((AuditOutcome.Allowed, "recovery-by-operator", null));
        (await recoveries.NoticesAsync(person)).Distinct().ShouldBe([NoticeKind.RecoveryOpened, NoticeKind.RecoveryConfirmed]);
        (await new Changes(portal).ToldAsync(person, NoticeKind.RecoveryConfirmed)).ShouldContain(person.Email);
    }

    [Fact]
    public async Task While_another_administrator_can_help_it_is_refused_whatever_is_said()
    {
        var ((person, actor), (_, other)) = (await recoveries.Invited.AdministratorPersonAsync(), await recoveries.Invited.AdministratorPersonAsync());
        await recoveries.Invited.OnlyAsync(actor, other);
        (await RecoverAsync(person)).Outcome.ShouldBe(RecoveryOutcome.OthersCan);
        (await RecoverAsync(person, othersCannot: true)).Outcome.ShouldBe(RecoveryOutcome.OthersCan, "the other one was in just now");
        (await recoveries.SignInAsync(person, People.Password)).ShouldNotBeNull();
        (await recoveries.EntriesAsync(person)).ShouldContain((AuditOutcome.Denied, "other-administrators-can", null));

        portal.Clock.Advance(RecoverAdministrator.InOfLate);
        (await RecoverAsync(person)).Outcome.ShouldBe(RecoveryOutcome.OthersCan);
        (await RecoverAsync(person, othersCannot: true)).Outcome.ShouldBe(RecoveryOutcome.Ready);
        var list = await portal.Get<ListRecoveries>().ForAsync(await recoveries.Invited.AdministratorAsync(), default);
        list.ShouldContain(item => item.IsOperators && item.IsWaived && !item.IsOwn);
    }

    [Fact]
    public async Task It_is_for_the_open_account_of_an_administrator_and_from_the_command_line_alone()
    {
        var (disabled, actor) = await recoveries.Invited.AdministratorPersonAsync();
        await recoveries.People.DisableAsync(actor.Account!.Value);
        (await RecoverAsync(disabled)).Outcome.ShouldBe(RecoveryOutcome.NotForThisAccount);
        (await RecoverAsync(await recoveries.People.NewAsync(Role.Nurse))).Outcome.ShouldBe(RecoveryOutcome.NotForThisAccount);
        await Should.ThrowAsync<ValidationException>(() => RecoverAsync(disabled with { Email = "no address" }));
        var administrator = await recoveries.Invited.AdministratorAsync();
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<RecoverAdministrator>().ForAsync(administrator, disabled.Email, false, default));
    }

    private Task<RecoveryResult> RecoverAsync(Person person, bool othersCannot = false) =>
        portal.Get<RecoverAdministrator>().ForAsync(People.Job, person.Email, othersCannot, default);
}
