using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Findings;
using Portal.Data.Notices;
using Portal.Features.Identity.Invitations;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Findings;
using Portal.Kernel.Notices;

namespace Portal.Features.Identity;

/// <summary>
/// Tells every active administrator that the portal's certificate ends soon: once for each certificate and limit, whichever nodes look and however often, because
/// the notice's id is made of the three (ADR 0044).
/// </summary>
[Needs(Permission.MaintainInstance)]
public sealed class TellCertificateEnd
{
    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly NoticeBook notices;
    private readonly IdentityAudit audit;
    private readonly FindingLog findings;

    internal TellCertificateEnd(PortalDatabase database, NoticeBook notices, IdentityAudit audit, FindingLog findings)
    {
        this.findings = findings;
        this.database = database;
        this.notices = notices;
        this.audit = audit;
    }

    /// <summary>Tells those who were not told yet.</summary>
    /// <param name="actor">The job.</param>
    /// <param name="certificate">What tells it from others, such as its thumbprint; the same on every node.</param>
    /// <param name="limit">The limit that was passed, in days.</param>
    /// <param name="end">When it ends.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>How many people were told now.</returns>
    /// <exception cref="UnauthorizedAccessException">The actor may not maintain the instance.</exception>
    /// <exception cref="ValidationException">The certificate has no name, or limit or end is none.</exception>
    public async Task<int> ForAsync(Actor actor, string certificate, int limit, DateTimeOffset end, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!actor.Has(Permission.MaintainInstance))
        {
            await audit.TellRefusedAsync(actor, cancel);
            throw new UnauthorizedAccessException("Only the portal itself tells of its certificate.");
        }

        await Valid.ValidateAndThrowAsync(new Input(certificate, limit, end), cancel);
        await findings.RaiseAsync(actor, FindingOf(certificate, limit), cancel);
        var told = 0;
        foreach (var (account, notice) in await UntoldAsync(certificate, limit, cancel))
        {
            told += await TellAsync(actor, account, new NoticeAlso([], WordsOf(end), notice), cancel) ? 1 : 0;
        }

        return told;
    }

    private async Task<List<(Guid Account, Guid Notice)>> UntoldAsync(string certificate, int limit, CancellationToken cancel)
    {
        await using var db = database.Open();
        var all = (await Administrators.ListActiveAsync(db, cancel)).Select(account => (Account: account, Notice: IdOf(certificate, limit, account))).ToList();
        var ids = all.Select(one => one.Notice).ToList();
        var there = await db.Set<Notice>().Where(n => ids.Contains(n.Id)).Select(n => n.Id).ToListAsync(cancel);
        return [.. all.Where(one => !there.Contains(one.Notice))];
    }

    private async Task<bool> TellAsync(Actor actor, Guid account, NoticeAlso also, CancellationToken cancel)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await audit.CertificateToldAsync(db, actor, account, cancel);
        try
        {
            await notices.AddAsync(db, account, NoticeKind.CertificateEnds, also, cancel);
        }
        catch (DbUpdateException twice) when (Clash.IsDuplicate(twice))
        {
            return false; // another node was quicker
        }

        await transaction.CommitAsync(cancel);
        return true;
    }

    private static NewFinding FindingOf(string certificate, int limit) => new(FindingKind.CertificateEnds, string.Create(CultureInfo.InvariantCulture, $"{certificate}:{limit}"))
    {
        Severity = limit <= 1 ? FindingSeverity.High : limit <= 7 ? FindingSeverity.Medium : FindingSeverity.Low,
        Detail = limit.ToString(CultureInfo.InvariantCulture),
        IsOnce = true,
    };

    private static Guid IdOf(string certificate, int limit, Guid account) => new(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"certificate-ends:{certificate}:{limit}:{account:N}"))).AsSpan(0, 16));

    private static string WordsOf(DateTimeOffset end) => string.Create(CultureInfo.InvariantCulture, $"Ends on {end.UtcDateTime:d MMMM yyyy, HH:mm} UTC");

    private sealed record Input(string Certificate, int Limit, DateTimeOffset End);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules()
        {
            RuleFor(p => p.Certificate).NotEmpty();
            RuleFor(p => p.Limit).GreaterThan(0);
            RuleFor(p => p.End).NotEmpty();
        }
    }
}
