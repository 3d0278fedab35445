using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Data;
using Portal.Data.Notices;
using Portal.Features.Identity.OwnAccount;
using Portal.Kernel.Crypto;
using Portal.Kernel.Mail;
using Portal.Kernel.Notices;
using Portal.Tests.Features.Identity;

namespace Portal.Tests.Data.Notices;

[Trait("Norm", "ASVS 6.3.7")]
public sealed class NoticeBookTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly People people = new(portal);

    [Fact]
    public async Task A_changed_password_new_app_and_new_codes_are_each_told_in_the_portal_and_by_mail()
    {
        var own = new OwnPeople(portal);
        var me = await own.TwiceAsync();
        await portal.Get<RenewRecoveryCodes>().ForAsync(me.Actor, default);
        await portal.Get<ChangePassword>().ForAsync(me.Actor, People.Password, "seven green kettles sing", default);

        (await people.NoticesAsync(me.Person.Id)).Select(n => n.Kind).ShouldBe([NoticeKind.PasswordChanged, NoticeKind.RecoveryCodesChanged], ignoreOrder: true);
        var mails = await MailsAsync(me.Person);
        mails.Select(m => m.Kind).ShouldBe([NoticeKind.PasswordChanged, NoticeKind.RecoveryCodesChanged], ignoreOrder: true);
        mails.ShouldAllBe(m => Address(m) == me.Person.Email);
    }

    [Fact]
    public async Task A_change_that_is_taken_back_tells_nobody()
    {
        var person = await people.NewAsync();
        await using (var db = portal.Get<PortalDatabase>().Open())
        await using (await db.Database.BeginTransactionAsync())
        {
            await portal.Get<NoticeBook>().AddAsync(db, person.Id.Value, NoticeKind.AppChanged, default);
        }

        (await people.NoticesAsync(person.Id)).ShouldBeEmpty();
        (await MailsAsync(person)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_address_known_is_written_to_once_and_no_table_holds_one_in_the_open()
    {
        var person = await people.NewAsync();
        await AddAsync(person, new NoticeAlso(["old@people.example", person.Email.ToUpperInvariant()], "Firefox, Ward 3"));

        (await MailsAsync(person)).Select(Address).ShouldBe([person.Email, "old@people.example"], ignoreOrder: true);
        var stored = (string)(await portal.Database.RunAsync(Portal.Data.Postgres.Embedded.DatabaseRole.Superuser, """
            SELECT coalesce((SELECT string_agg(encode(address, 'escape'), ' ') FROM notices.mail), '') || coalesce((SELECT string_agg(encode(detail, 'escape'), ' ') FROM notices.notices), '')
            """))!;
        stored.ShouldNotBeEmpty();
        stored.ShouldNotContain("people.example");
        stored.ShouldNotContain("Ward 3");
    }

    [Fact]
    public async Task Without_a_transaction_nothing_is_written()
    {
        var person = await people.NewAsync();
        await using var db = portal.Get<PortalDatabase>().Open();
        await Should.ThrowAsync<InvalidOperationException>(() => portal.Get<NoticeBook>().AddAsync(db, person.Id.Value, NoticeKind.AppChanged, default));
    }

    [Fact]
    public async Task An_instance_without_mail_tells_in_the_portal_alone_and_keeps_no_address()
    {
        await using var silent = await SecondPortal.OpenAsync(portal, exchange: services => services.Replace(Microsoft.Extensions.DependencyInjection.ServiceDescriptor.Singleton(MailSettings.Off)));
        var person = await people.NewAsync();
        await AddAsync(person, NoticeAlso.Nothing, silent.Get<NoticeBook>());
        (await people.NoticesAsync(person.Id)).ShouldHaveSingleItem();
        (await MailsAsync(person)).ShouldBeEmpty();
    }

    private async Task AddAsync(Person person, NoticeAlso also, NoticeBook? book = null)
    {
        await using var db = portal.Get<PortalDatabase>().Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await (book ?? portal.Get<NoticeBook>()).AddAsync(db, person.Id.Value, NoticeKind.EmailChanged, also, default);
        await transaction.CommitAsync();
    }

    private async Task<List<Mail>> MailsAsync(Person person)
    {
        await using var db = portal.Open();
        return await db.Set<Mail>().AsNoTracking().Where(m => m.AccountId == person.Id.Value).ToListAsync();
    }

    private string? Address(Mail mail) => mail.Address!.Open(portal.Get<KeyRing>().Of(KeyUse.Accounts)).ValueOrDefault;
}
