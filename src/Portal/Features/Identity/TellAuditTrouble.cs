using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Notices;
using Portal.Features.Identity.Accounts;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Notices;

namespace Portal.Features.Identity;

/// <summary>
/// Tells every active compliance officer that the audit log needs a person: once a day for each kind of trouble, whichever nodes see it, because the notice's id
/// is made of the two (45 CFR 164.312(b)).
/// </summary>
[Needs(Permission.MaintainInstance)]
public sealed class TellAuditTrouble
{
    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly NoticeBook notices;
    private readonly IdentityAudit audit;
    private readonly TimeProvider clock;

    internal TellAuditTrouble(PortalDatabase database, NoticeBook notices, IdentityAudit audit, TimeProvider clock)
    {
        this.database = database;
        this.notices = notices;
        this.audit = audit;
        this.clock = clock;
    }

    /// <summary>Tells those who were not told today.</summary>
    /// <param name="actor">The job.</param>
    /// <param name="trouble">What tells it from others.</param>
    /// <param name="words">What it is, in a sentence.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>How many people were told now.</returns>
    /// <exception cref="UnauthorizedAccessException">The actor may not maintain the instance.</exception>
    /// <exception cref="ValidationException">The trouble has no name or no words.</exception>
    public async Task<int> ForAsync(Actor actor, string trouble, string words, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!actor.Has(Permission.MaintainInstance))
        {
            await audit.TellRefusedAsync(actor, cancel);
            throw new UnauthorizedAccessException("Only the portal itself tells of its audit log.");
        }

        await Valid.ValidateAndThrowAsync(new Input(trouble, words), cancel);
        var told = 0;
        foreach (var (account, notice) in await UntoldAsync(trouble, cancel))
        {
            told += await TellAsync(actor, account, new NoticeAlso([], words, notice), cancel) ? 1 : 0;
        }

        return told;
    }

    private async Task<List<(Guid Account, Guid Notice)>> UntoldAsync(string trouble, CancellationToken cancel)
    {
        await using var db = database.Open();
        var role = AccountRoles.IdOf(Role.ComplianceOfficer);
        var officers = await db.Set<Account>().Where(a => a.DisabledAt == null && a.FactorEnrolledAt != null && db.Set<AccountRole>().Any(r => r.UserId == a.Id && r.RoleId == role))
            .Select(a => a.Id).ToListAsync(cancel);
        var all = officers.Select(account => (Account: account, Notice: IdOf(trouble, account))).ToList();
        var ids = all.Select(one => one.Notice).ToList();
        var there = await db.Set<Notice>().Where(n => ids.Contains(n.Id)).Select(n => n.Id).ToListAsync(cancel);
        return [.. all.Where(one => !there.Contains(one.Notice))];
    }

    private async Task<bool> TellAsync(Actor actor, Guid account, NoticeAlso also, CancellationToken cancel)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await audit.AuditTroubleToldAsync(db, actor, account, cancel);
        try
        {
            await notices.AddAsync(db, account, NoticeKind.AuditTrouble, also, cancel);
        }
        catch (DbUpdateException twice) when (Clash.IsDuplicate(twice))
        {
            return false; // another node was quicker
        }

        await transaction.CommitAsync(cancel);
        return true;
    }

    private Guid IdOf(string trouble, Guid account) => new(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"audit-trouble:{trouble}:{clock.GetUtcNow().UtcDateTime:yyyy-MM-dd}:{account:N}"))).AsSpan(0, 16));

    private sealed record Input(string Trouble, string Words);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules()
        {
            RuleFor(p => p.Trouble).NotEmpty();
            RuleFor(p => p.Words).NotEmpty();
        }
    }
}
