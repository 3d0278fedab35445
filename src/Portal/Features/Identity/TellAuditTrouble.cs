using System.Globalization;
using FluentValidation;
using Portal.Kernel.Access;
using Portal.Kernel.Notices;

namespace Portal.Features.Identity;

/// <summary>
/// Tells every active compliance officer that the audit log needs a person: once a day for each kind of trouble, whichever nodes
/// see it (45 CFR 164.312(b)).
/// </summary>
[Needs(Permission.MaintainInstance)]
public sealed class TellAuditTrouble
{
    private static readonly Rules Valid = new();

    private readonly TellOnce tell;
    private readonly IdentityAudit audit;
    private readonly TimeProvider clock;

    internal TellAuditTrouble(TellOnce tell, IdentityAudit audit, TimeProvider clock)
    {
        this.tell = tell;
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
        var occasion = string.Create(CultureInfo.InvariantCulture, $"audit-trouble:{trouble}:{clock.GetUtcNow().UtcDateTime:yyyy-MM-dd}");
        return await tell.ForAsync(actor, Role.ComplianceOfficer, NoticeKind.AuditTrouble, occasion, words, cancel);
    }

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
