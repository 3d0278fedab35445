using Portal.Data.Notices;
using Portal.Features.Identity.Changes;
using Portal.Kernel.Audit;
using Portal.Kernel.Mail;
using Portal.Kernel.Notices;
using Portal.Tests.Features.Identity;

namespace Portal.Tests.Data.Notices;

public sealed class MailOutboxTests(PortalFixture portal) : IClassFixture<PortalFixture>, IAsyncLifetime
{
    private readonly Outboxes outboxes = new(portal);
    private readonly People people = new(portal);

    public Task InitializeAsync() => outboxes.EmptyAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    [Trait("Norm", "ASVS 6.3.7")]
    public async Task A_mail_that_was_taken_is_gone_and_its_sending_is_an_entry()
    {
        var (person, carrier) = (await outboxes.WaitingAsync(), new RecordingCarrier());
        (await outboxes.Of(carrier).SendDueAsync(default)).ShouldBe(new MailRound(1, 0, 0));

        var mail = carrier.Taken.ShouldHaveSingleItem();
        (mail.To.Address, mail.From.Address).ShouldBe((person.Email, "portal@portal.example"));
        mail.Text.Body.ShouldContain("https://portal.example/");
        mail.Text.Body.ShouldContain("password of your portal account was changed");
        mail.Text.Body.ShouldNotContain("Test Person");
        (await outboxes.RowsAsync(person)).ShouldBeEmpty();
        (await people.EntriesAsync(e => e.ResourceId == person.Id.Value && e.Action == AuditAction.Notify)).ShouldHaveSingleItem().Reason.ShouldBe("mail-taken");
        (await outboxes.Of(carrier).SendDueAsync(default)).ShouldBe(new MailRound(0, 0, 0));
    }

    [Fact]
    public async Task A_mail_that_nobody_takes_is_tried_with_longer_pauses_under_one_id_and_given_up_after_two_days_without_its_address()
    {
        var (person, ids, start) = (await outboxes.WaitingAsync(), new List<string>(), portal.Clock.GetUtcNow());
        var outbox = outboxes.Of(new RecordingCarrier(mail =>
        {
            ids.Add(mail.MessageId);
            throw new MailNotTakenException("smtp-421");
        }));
        await outbox.SendDueAsync(default);
        var row = await outboxes.RowAsync(person);
        (row.DueAt, row.Problem, row.Claim).ShouldBe((start + TimeSpan.FromMinutes(1), "smtp-421", null));
        (await outbox.SendDueAsync(default)).ShouldBe(new MailRound(0, 0, 0), "it is not due");
        while ((row = await outboxes.RowAsync(person)).FailedAt is null)
        {
            portal.Clock.Advance(row.DueAt - portal.Clock.GetUtcNow());
            await outbox.SendDueAsync(default);
        }

        (row.Address, row.Tries, row.Problem).ShouldBe((null, 9, "smtp-421"));
        (row.FailedAt!.Value - start).ShouldBeInRange(TimeSpan.FromDays(1), TimeSpan.FromDays(2));
        ids.Count.ShouldBe(9);
        ids.Distinct().ShouldHaveSingleItem();
        portal.Clock.Advance(TimeSpan.FromDays(3));
        (await outbox.SendDueAsync(default)).ShouldBe(new MailRound(0, 0, 0), "it was given up");
        var entry = (await people.EntriesAsync(e => e.ResourceId == person.Id.Value && e.Action == AuditAction.Notify)).ShouldHaveSingleItem();
        (entry.Outcome, entry.Reason).ShouldBe((AuditOutcome.Failed, "mail-smtp-421"));
    }

    [Fact]
    public async Task Of_several_nodes_that_look_at_once_one_sends_each_mail()
    {
        var persons = new List<Person>();
        for (var i = 0; i < 20; i++)
        {
            persons.Add(await outboxes.WaitingAsync(NoticeKind.AppChanged, "second@people.example"));
        }

        await using var other = await SecondPortal.OpenAsync(portal);
        var carrier = new RecordingCarrier(_ => Task.Delay(2));
        var nodes = new[] { portal.Get<Portal.Data.PortalDatabase>(), other.Get<Portal.Data.PortalDatabase>() };
        await Task.WhenAll(Enumerable.Range(0, 6).Select(n => outboxes.Of(carrier, nodes[n % 2]).SendDueAsync(default)));

        carrier.Taken.Count.ShouldBe(40);
        carrier.Taken.Select(mail => mail.Id).Distinct().Count().ShouldBe(40);
        persons.Count.ShouldBe(20);
    }

    [Fact]
    public async Task A_mail_whose_node_died_is_sent_by_another_under_the_same_id()
    {
        var person = await outboxes.WaitingAsync();
        OutgoingMail? first = null;
        var dying = new RecordingCarrier(mail =>
        {
            first = mail;
            throw new DiedException();
        });
        await Should.ThrowAsync<DiedException>(() => outboxes.Of(dying).SendDueAsync(default));
        var next = new RecordingCarrier();
        (await outboxes.Of(next).SendDueAsync(default)).ShouldBe(new MailRound(0, 0, 0), "the dead node's claim still holds");
        portal.Clock.Advance(MailPlan.Claim);
        (await outboxes.Of(next).SendDueAsync(default)).Taken.ShouldBe(1);

        // Whether the first try reached the server nobody knows: a receiver sees two mails with one id at most.
        next.Taken.ShouldHaveSingleItem().MessageId.ShouldBe(first!.MessageId);
        (await outboxes.RowsAsync(person)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_node_that_was_slower_than_its_claim_changes_nothing_any_more()
    {
        var person = await outboxes.WaitingAsync();
        var slow = new RecordingCarrier(async _ =>
        {
            portal.Clock.Advance(MailPlan.Claim);
            await outboxes.Of(new RecordingCarrier(_ => throw new MailNotTakenException("smtp-450"))).SendDueAsync(default);
            throw new MailNotTakenException("no-answer");
        });
        await outboxes.Of(slow).SendDueAsync(default);

        var row = await outboxes.RowAsync(person);
        (row.Tries, row.Problem).ShouldBe((2, "smtp-450"));
    }

    [Fact]
    public async Task A_mail_that_is_sent_for_a_link_holds_it_and_nothing_of_it_stays_where_it_was_taken()
    {
        var (person, carrier) = (await outboxes.LinkAsync("/confirm-email#the-token"), new RecordingCarrier());
        (await outboxes.RowAsync(person)).Link.ShouldNotBeNull();
        (await outboxes.Of(carrier).SendDueAsync(default)).Taken.ShouldBe(1);
        carrier.Taken.ShouldHaveSingleItem().Text.Body.ShouldContain("\r\nhttps://portal.example/confirm-email#the-token\r\n");
        (await outboxes.RowsAsync(person)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_mail_whose_link_ends_before_the_next_try_is_given_up_without_link_and_address()
    {
        var (person, start) = (await outboxes.LinkAsync("/confirm-email#the-token"), portal.Clock.GetUtcNow());
        var outbox = outboxes.Of(new RecordingCarrier(_ => throw new MailNotTakenException("smtp-421")));
        await outbox.SendDueAsync(default);
        Mail row;
        while ((row = await outboxes.RowAsync(person)).FailedAt is null)
        {
            row.Link.ShouldNotBeNull();
            portal.Clock.Advance(row.DueAt - portal.Clock.GetUtcNow());
            await outbox.SendDueAsync(default);
        }

        (row.Link, row.Address, row.Problem).ShouldBe((null, null, "smtp-421"));
        (row.FailedAt!.Value - start).ShouldBeLessThan(EmailChanges.Lifetime);
    }

    [Fact]
    public async Task A_mail_whose_link_has_ended_is_not_sent_any_more()
    {
        var (person, carrier) = (await outboxes.LinkAsync("/confirm-email#the-token"), new RecordingCarrier());
        portal.Clock.Advance(MailPlan.LinkTime);
        (await outboxes.Of(carrier).SendDueAsync(default)).ShouldBe(new MailRound(0, 0, 1));
        carrier.Taken.ShouldBeEmpty();
        var row = await outboxes.RowAsync(person);
        (row.Link, row.Address, row.Problem).ShouldBe((null, null, "link-ended"));
    }

    [Theory]
    [InlineData("not an address")]
    [InlineData("a@people.example\r\nBcc: everybody@people.example")]
    public async Task What_is_no_address_is_given_up_at_once_and_brings_no_header(string address)
    {
        await outboxes.WaitingAsync(NoticeKind.EmailChanged, address);
        var carrier = new RecordingCarrier();
        (await outboxes.Of(carrier).SendDueAsync(default)).ShouldBe(new MailRound(1, 0, 1));
        carrier.Taken.ShouldAllBe(mail => !MailFile.Of(mail).Contains("everybody"));
    }

    private sealed class DiedException : Exception;
}
