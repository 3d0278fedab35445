using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data.Notices;
using Portal.Features.Identity;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;
using Portal.Kernel.Notices;

namespace Portal.Tests.Features.Identity;

public sealed class TellCertificateEndTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private static readonly DateTimeOffset End = new(2026, 12, 1, 9, 30, 0, TimeSpan.Zero);

    private readonly People people = new(portal);
    private readonly string certificate = Guid.NewGuid().ToString("N");

    [Fact]
    public async Task Every_active_administrator_is_told_once_for_each_limit_in_the_portal_and_by_mail_and_nobody_else()
    {
        var (one, two) = (await people.NewAsync(Role.Administrator), await people.NewAsync(Role.Administrator));
        var others = new[] { await people.NewAsync(Role.Nurse), await people.NewAsync(Role.Administrator, enrolled: false), await DisabledAsync() };
        (await TellAsync(30)).ShouldBeGreaterThanOrEqualTo(2);
        (await TellAsync(30)).ShouldBe(0);
        (await TellAsync(7)).ShouldBeGreaterThanOrEqualTo(2);
        (await ToldAsync(one)).ShouldBe((2, 2));
        (await ToldAsync(two)).ShouldBe((2, 2));
        foreach (var other in others)
        {
            (await ToldAsync(other)).ShouldBe((0, 0));
        }

        var detail = (await people.NoticesAsync(one.Id))[0].Detail!.Open(portal.Get<KeyRing>().Of(KeyUse.Accounts)).ValueOrDefault;
        detail.ShouldBe("Ends on 1 December 2026, 09:30 UTC");
        (await people.EntriesAsync(e => e.ResourceId == one.Id.Value && e.Reason == "certificate-ends")).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Nodes_that_look_at_once_tell_a_person_once_and_another_certificate_is_told_again()
    {
        var person = await people.NewAsync(Role.Administrator);
        await using var other = await SecondPortal.OpenAsync(portal);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(n => TellAsync(1, n % 2 == 0 ? null : other.Get<TellCertificateEnd>())));
        (await ToldAsync(person)).ShouldBe((1, 1));
        await portal.Get<TellCertificateEnd>().ForAsync(People.Job, "the next certificate", 1, End, default);
        (await ToldAsync(person)).ShouldBe((2, 2));
    }

    [Fact]
    public async Task Only_the_portal_itself_tells_and_only_of_something()
    {
        var admin = await people.ActorAsync(await people.SignInAsync(await people.NewAsync(Role.Administrator)));
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<TellCertificateEnd>().ForAsync(admin, certificate, 30, End, default));
        (await people.EntriesAsync(e => e.Reason == "not-the-portal")).ShouldHaveSingleItem().Outcome.ShouldBe(AuditOutcome.Denied);
        await Should.ThrowAsync<ValidationException>(() => portal.Get<TellCertificateEnd>().ForAsync(People.Job, "", 30, End, default));
    }

    private Task<int> TellAsync(int limit, TellCertificateEnd? tell = null) => (tell ?? portal.Get<TellCertificateEnd>()).ForAsync(People.Job, certificate, limit, End, default);

    private async Task<Person> DisabledAsync()
    {
        var person = await people.NewAsync(Role.Administrator);
        await people.DisableAsync(person.Id);
        return person;
    }

    private async Task<(int Notices, int Mails)> ToldAsync(Person person)
    {
        await using var db = portal.Open();
        return (
            (await people.NoticesAsync(person.Id, NoticeKind.CertificateEnds)).Count,
            await db.Set<Mail>().CountAsync(m => m.AccountId == person.Id.Value && m.Kind == NoticeKind.CertificateEnds));
    }
}
