using System.Globalization;
using FluentValidation;
using Portal.Data.Findings;
using Portal.Kernel.Access;
using Portal.Kernel.Findings;
using Portal.Kernel.Notices;

namespace Portal.Features.Identity;

/// <summary>
/// Tells every active administrator that the portal's certificate ends soon: once for each certificate and limit, whichever nodes look and
/// however often (ADR 0044).
/// </summary>
[Needs(Permission.MaintainInstance)]
public sealed class TellCertificateEnd
{
    private static readonly Rules Valid = new();

    private readonly TellOnce tell;
    private readonly IdentityAudit audit;
    private readonly FindingLog findings;

    internal TellCertificateEnd(TellOnce tell, IdentityAudit audit, FindingLog findings)
    {
        this.tell = tell;
        this.audit = audit;
        this.findings = findings;
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
        await findings.RaiseAsync(actor, FindingOf(certificate, limit, end), cancel);
        var occasion = string.Create(CultureInfo.InvariantCulture, $"certificate-ends:{certificate}:{limit}");
        return await tell.ForAsync(actor, Role.Administrator, NoticeKind.CertificateEnds, occasion, WordsOf(end), cancel);
    }

    private static NewFinding FindingOf(string certificate, int limit, DateTimeOffset end) => new(FindingKind.CertificateEnds, string.Create(CultureInfo.InvariantCulture, $"{certificate}:{limit}"))
    {
        Severity = limit <= 1 ? FindingSeverity.High : limit <= 7 ? FindingSeverity.Medium : FindingSeverity.Low,
        NotAfter = end,
        Detail = limit.ToString(CultureInfo.InvariantCulture),
        IsOnce = true,
    };

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
