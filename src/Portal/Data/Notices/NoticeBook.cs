using Portal.Kernel.Crypto;
using Portal.Kernel.Mail;
using Portal.Kernel.Notices;

namespace Portal.Data.Notices;

/// <summary>
/// Tells a person something about the own account: one row for the bell, and one in the outbox for each address known, in the caller's transaction. Either the
/// change and its notices are there, or neither (ASVS 6.3.5, 6.3.7).
/// </summary>
internal sealed class NoticeBook(IAddressBook addresses, MailSettings mail, KeyRing keys, TimeProvider clock)
{
    /// <summary>Tells the account's own addresses; of a used recovery code those of the patient's record too.</summary>
    /// <param name="db">The context, in the transaction of the change, which holds its audit entry.</param>
    /// <param name="account">Who is told.</param>
    /// <param name="kind">What happened.</param>
    /// <param name="cancel">Gives up.</param>
    public Task AddAsync(PortalDbContext db, Guid account, NoticeKind kind, CancellationToken cancel) => AddAsync(db, account, kind, NoticeAlso.Nothing, cancel);

    /// <summary>Tells the account's own addresses and further ones, such as the one it had until now.</summary>
    /// <param name="db">The context, in the transaction of the change, which holds its audit entry.</param>
    /// <param name="account">Who is told.</param>
    /// <param name="kind">What happened.</param>
    /// <param name="also">Further addresses, and words that only the portal's own page shows.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="InvalidOperationException">There is no transaction: the notice would be told of a change that may not come.</exception>
    public async Task AddAsync(PortalDbContext db, Guid account, NoticeKind kind, NoticeAlso also, CancellationToken cancel)
    {
        if (db.Database.CurrentTransaction is null)
        {
            throw new InvalidOperationException("A notice belongs into the transaction of what it tells of: begin one first.");
        }

        var (now, key) = (clock.GetUtcNow(), keys.Of(KeyUse.Accounts));
        db.Add(new Notice
        {
            Id = also.Id ?? Guid.CreateVersion7(now),
            AccountId = account,
            Kind = kind,
            At = now,
            Detail = also.Detail is { Length: > 0 } detail ? new Protected<string>(detail, key) : null,
            About = also.About,
        });
        if (mail.IsOn)
        {
            var known = await addresses.OfAsync(db, account, everyone: kind == NoticeKind.RecoveryCodeUsed, cancel);
            foreach (var address in known.Concat(also.Addresses).Distinct(StringComparer.OrdinalIgnoreCase))
            {
                db.Add(new Mail
                {
                    Id = Guid.NewGuid(), AccountId = account, Kind = kind, Address = new Protected<string>(address, key), CreatedAt = now, DueAt = now,
                });
            }
        }

        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Whether a mail with a link can go out at all.</summary>
    public bool CanSend => mail.IsOn;

    /// <summary>Writes the mail with the one-time link that confirms an address. It is told nowhere else: whoever reads that mailbox is to prove it.</summary>
    /// <param name="db">The context, in the transaction that makes the link.</param>
    /// <param name="account">Whose link.</param>
    /// <param name="to">The address, and the path below the portal's own address.</param>
    public void AddLink(PortalDbContext db, Guid account, (string Address, string Path) to)
    {
        var (now, key) = (clock.GetUtcNow(), keys.Of(KeyUse.Accounts));
        db.Add(new Mail
        {
            Id = Guid.NewGuid(),
            AccountId = account,
            Kind = NoticeKind.EmailToConfirm,
            Address = new Protected<string>(to.Address, key),
            Link = new Protected<string>(to.Path, key),
            CreatedAt = now,
            DueAt = now,
        });
    }
}

/// <summary>What a notice has beyond its kind.</summary>
/// <param name="Addresses">Mail addresses to tell besides those of the account.</param>
/// <param name="Detail">Words that help to judge it, shown in the portal alone; a mail never holds them.</param>
/// <param name="Id">Its id, where the same must not be told twice: the second row of one id fails. <c>null</c> for a new one.</param>
/// <param name="About">What it leads to, for a kind that leads to something.</param>
internal sealed record NoticeAlso(IReadOnlyCollection<string> Addresses, string? Detail = null, Guid? Id = null, Guid? About = null)
{
    public static NoticeAlso Nothing { get; } = new([]);

    public override string ToString() => nameof(NoticeAlso);
}
