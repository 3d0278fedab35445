using FluentValidation;
using Portal.Data.Auditing;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Identity;

/// <summary>Writes down that a page was asked for by somebody whose role may not see it (ASVS 16.3.2).</summary>
[OpenToAll("writes down that somebody was refused")]
public sealed class RecordVisitRefused
{
    private static readonly Rules Valid = new();

    private readonly AuditLog audit;

    internal RecordVisitRefused(AuditLog audit) => this.audit = audit;

    /// <summary>Records the refusal.</summary>
    /// <param name="actor">Who asked.</param>
    /// <param name="lacked">The permission that the page asks for and the role does not carry, where it is one.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task ForAsync(Actor actor, Permission? lacked, CancellationToken cancel)
    {
        // Not by exception: a refusal is written down in any case.
        var isKnown = (await Valid.ValidateAsync(new Visit(lacked, null), cancel)).IsValid;
        await WriteAsync(actor, lacked is { } permission && isKnown ? $"lacks-{permission}" : "not-allowed", cancel);
    }

    /// <summary>Records that the host refused a request before it reached a page.</summary>
    /// <param name="actor">Who asked, as far as known.</param>
    /// <param name="refusal">Why.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task ForAsync(Actor actor, VisitRefusal refusal, CancellationToken cancel)
    {
        var isKnown = (await Valid.ValidateAsync(new Visit(null, refusal), cancel)).IsValid;
        await WriteAsync(actor, !isKnown ? "not-allowed" : refusal is VisitRefusal.RateLimit ? "rate-limit" : "foreign-origin", cancel);
    }

    private Task WriteAsync(Actor actor, string reason, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var entry = audit.NewEntry(actor, Purpose.None, AuditAction.Visit, AuditResource.Page, DataCategories.None, AuditOutcome.Denied);
        return audit.AppendAsync(entry with { Reason = reason }, cancel);
    }

    private sealed record Visit(Permission? Lacked, VisitRefusal? Refusal);

    private sealed class Rules : AbstractValidator<Visit>
    {
        public Rules()
        {
            RuleFor(visit => visit.Lacked).IsInEnum();
            RuleFor(visit => visit.Refusal).IsInEnum();
        }
    }
}
