using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Notices;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Changes;

/// <summary>New addresses that wait to be confirmed.</summary>
internal sealed class EmailChanges(KeyRing keys, ILookupNormalizer lookup, NoticeBook notices, InvitationAudit audit, TimeProvider clock)
{
    /// <summary>How long a link works.</summary>
    public static TimeSpan Lifetime => MailPlan.LinkTime;

    /// <summary>How long after one address the next may be given: nobody's mailbox is filled from here.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private const string Page = "/confirm-email";

    /// <summary>Whether this portal sends mail.</summary>
    public bool CanSend => notices.CanSend;

    /// <summary>Whether something was asked for a moment ago.</summary>
    public Task<bool> IsTooSoonAsync(PortalDbContext db, Guid account, CancellationToken cancel)
    {
        var since = clock.GetUtcNow() - Pause;
        return db.Set<EmailChange>().AnyAsync(c => c.AccountId == account && c.RequestedAt > since, cancel);
    }

    /// <summary>Whether the account has the address already.</summary>
    public bool IsOwn(Account account, string email) => account.NormalizedEmail == lookup.NormalizeEmail(email);

    /// <summary>
    /// Keeps the address in the place of one that waited, in the caller's transaction, and writes the mail unless the address is somebody's. <c>false</c> where another
    /// one for the account came at the same moment; the caller must not commit.
    /// </summary>
    public async Task<bool> BeginAsync(PortalDbContext db, Guid account, string email, Guid by, bool isTaken, CancellationToken cancel)
    {
        var (now, token) = (clock.GetUtcNow(), SessionToken.New());
        var since = now - Pause;
        // One that came since the caller looked stays, and its key refuses this one.
        await db.Set<EmailChange>().Where(c => c.AccountId == account && c.RequestedAt <= since).ExecuteDeleteAsync(cancel);
        var row = new EmailChange
        {
            AccountId = account,
            ProtectedEmail = new Protected<string>(email.Trim(), keys.Of(KeyUse.Accounts)),
            RequestedBy = by,
            RequestedAt = now,
            TokenHash = SessionToken.HashOf(token),
            ExpiresAt = now + Lifetime,
        };
        row.Seal = SealOf(row);
        db.Add(row);
        if (!isTaken)
        {
            notices.AddLink(db, account, (email.Trim(), $"{Page}#{token}"));
        }

        try
        {
            await db.SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateException taken) when (Clash.IsDuplicate(taken))
        {
            return false;
        }
    }

    /// <summary>Ends what waits for an account, in the caller's transaction: an entry says so where something did.</summary>
    public async Task WithdrawAsync(PortalDbContext db, Actor actor, Guid account, CancellationToken cancel)
    {
        if (await db.Set<EmailChange>().Where(c => c.AccountId == account).ExecuteDeleteAsync(cancel) > 0)
        {
            await audit.DoneAsync(db, actor, AuditAction.Update, account, "email-change-withdrawn", cancel);
        }
    }

    /// <summary>
    /// Uses a link up, in the caller's transaction: of two parallel posts one goes on. <c>null</c> where it opens nothing; so does a row that was turned to another
    /// account, or got another address, past the portal (ADR 0022), and one whose asker, where it is not the person, is no active administrator any more.
    /// </summary>
    public async Task<(Guid Account, string Email)?> TakeAsync(PortalDbContext db, string token, CancellationToken cancel)
    {
        var (hash, now) = (SessionToken.HashOf(token), clock.GetUtcNow());
        var waiting = db.Set<EmailChange>().Where(c => c.TokenHash == hash && c.ExpiresAt > now);
        if (await waiting.AsNoTracking().SingleOrDefaultAsync(cancel) is not { } row || !Mac.Same(row.Seal, SealOf(row)) || Open(row.ProtectedEmail) is not { } email
            || (row.RequestedBy != row.AccountId && !await Administrators.IsActiveAsync(db, row.RequestedBy, cancel)))
        {
            return null;
        }

        // The account's row first, as with each change of an account that ends what waits for it: taken the other way round the two would wait for each other.
        await db.Set<Account>().Where(a => a.Id == row.AccountId).ExecuteUpdateAsync(set => set.SetProperty(a => a.SecurityStamp, a => a.SecurityStamp), cancel);
        return await waiting.ExecuteDeleteAsync(cancel) == 1 ? (row.AccountId, email) : null;
    }

    /// <summary>Puts the address into the account and returns the one it had.</summary>
    public string? Put(Account account, string email)
    {
        var before = Open(account.ProtectedEmail);
        account.ProtectedEmail = new Protected<string>(email, keys.Of(KeyUse.Accounts));
        account.NormalizedEmail = account.NormalizedUserName = lookup.NormalizeEmail(email);
        (account.SecurityStamp, account.ConcurrencyStamp) = (Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString());
        return before;
    }

    private byte[] SealOf(EmailChange row) => Mac.Short(
        keys.Of(KeyUse.RowSeals).Bytes,
        [
            .. "identity.email_changes:1:"u8, .. SealBytes.Of(row.AccountId), .. SealBytes.Of(row.RequestedBy), .. SealBytes.Of(row.RequestedAt),
            .. SealBytes.Field(row.TokenHash), .. SealBytes.Of(row.ExpiresAt), .. SealBytes.Field(Open(row.ProtectedEmail)),
        ]);

    private string? Open(Protected<string>? cell) => cell?.Open(keys.Of(KeyUse.Accounts)).ValueOrDefault;
}

/// <summary>A new address as it was typed.</summary>
internal sealed record EmailInput(string? Email)
{
    public override string ToString() => nameof(EmailInput);
}

internal sealed class EmailInputRules : AbstractValidator<EmailInput>
{
    public static readonly EmailInputRules Instance = new();

    public EmailInputRules() => RuleFor(input => input.Email).Must(PersonRules.IsAddress).WithMessage(PersonRules.Address);
}
