using Portal.Data.Notices;
using Portal.Features.Notices;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Mail;
using Portal.Tests.Data.Notices;

namespace Portal.Tests.Features.Notices;

public sealed class ListMailTests(PortalFixture portal) : NoticeTests(portal), IClassFixture<PortalFixture>
{
    private readonly PortalFixture portal = portal;

    [Fact]
    public async Task An_administrator_sees_what_waits_and_what_was_not_taken_without_any_address()
    {
        var outboxes = new Outboxes(portal);
        var (_, admin) = await ToldAsync(0, Role.Administrator);
        var person = await outboxes.WaitingAsync();
        (await portal.Get<ListMail>().ForAsync(admin, default)).Troubled.ShouldBeEmpty();
        await outboxes.Of(new RecordingCarrier(_ => throw new MailNotTakenException("smtp-450"))).SendDueAsync(default);

        var mail = await portal.Get<ListMail>().ForAsync(admin, default);
        (mail.IsOn, mail.Waiting).ShouldBe((true, 1));
        var item = mail.Troubled.ShouldHaveSingleItem();
        (item.Account, item.Problem, item.Tries, item.NextAt).ShouldBe((person.Id.Value, "smtp-450", 1, portal.Clock.GetUtcNow() + MailPlan.PauseAfter(1)));
        mail.ToString().ShouldNotContain("people.example");
    }

    [Fact]
    public async Task Nobody_else_sees_it_and_the_try_is_an_entry()
    {
        var (person, nurse) = await ToldAsync(0);
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<ListMail>().ForAsync(nurse, default));
        (await People.EntriesAsync(e => e.Account == person.Id && e.Reason == "mail-outbox")).ShouldHaveSingleItem().Outcome.ShouldBe(AuditOutcome.Denied);
    }
}
