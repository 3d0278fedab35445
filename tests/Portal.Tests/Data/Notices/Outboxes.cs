using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Data.Notices;
using Portal.Kernel.Crypto;
using Portal.Kernel.Mail;
using Portal.Kernel.Notices;
using Portal.Tests.Features.Identity;

namespace Portal.Tests.Data.Notices;

/// <summary>Writes mails by the notices of changes and makes outboxes over a fixture's database.</summary>
internal sealed class Outboxes(PortalFixture portal)
{
    private readonly People people = new(portal);

    /// <summary>The tests of a class share a database: what others left is not tried here.</summary>
    public async Task EmptyAsync()
    {
        await using var db = portal.Open();
        await db.Set<Mail>().ExecuteDeleteAsync();
    }

    public MailOutbox Of(IMailCarrier carrier, PortalDatabase? database = null) => new(
        database ?? portal.Get<PortalDatabase>(), carrier, PortalFixture.Mail, portal.Get<AuditLog>(), portal.Get<KeyRing>(), portal.Clock);

    public async Task<Person> WaitingAsync(NoticeKind kind = NoticeKind.PasswordChanged, params string[] also)
    {
        var person = await people.NewAsync();
        await using var db = portal.Get<PortalDatabase>().Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await portal.Get<NoticeBook>().AddAsync(db, person.Id.Value, kind, new NoticeAlso(also), default);
        await transaction.CommitAsync();
        return person;
    }

    /// <summary>A person to whose new address a link is mailed.</summary>
    public async Task<Person> LinkAsync(string path)
    {
        var person = await people.NewAsync();
        await using var db = portal.Get<PortalDatabase>().Open();
        portal.Get<NoticeBook>().AddLink(db, person.Id.Value, (person.Email, path));
        await db.SaveChangesAsync();
        return person;
    }

    public async Task<List<Mail>> RowsAsync(Person person)
    {
        await using var db = portal.Open();
        return await db.Set<Mail>().AsNoTracking().Where(m => m.AccountId == person.Id.Value).ToListAsync();
    }

    public async Task<Mail> RowAsync(Person person) => (await RowsAsync(person)).ShouldHaveSingleItem();
}
