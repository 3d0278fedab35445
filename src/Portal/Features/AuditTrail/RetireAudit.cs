using System.Data.Common;
using System.Globalization;
using FluentValidation;
using Portal.Data.Auditing;
using Portal.Data.Auditing.Retirement;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.AuditTrail;

/// <summary>What to retire.</summary>
/// <param name="KeepYears">For how many years entries are kept; six at least.</param>
/// <param name="Folder">Where archives go; <c>null</c> for a dry run, which changes nothing.</param>
public sealed record RetireRequest(int KeepYears, string? Folder);

/// <summary>A month of the audit log whose time is over.</summary>
/// <param name="Month">Its beginning.</param>
/// <param name="Entries">How many entries it has, or had.</param>
/// <param name="Archive">The folder of its archive; <c>null</c> in a dry run.</param>
public sealed record RetiredMonth(DateTimeOffset Month, long Entries, string? Archive);

/// <summary>
/// Retires months of the audit log that were kept for their time (45 CFR 164.316(b)(2)(i)): each is verified, archived as files that prove themselves, and dropped. The
/// database itself refuses a month that is younger, by its own clock; blocks and checkpoints stay, so that the log still verifies.
/// </summary>
[Needs(Permission.MaintainInstance)]
public sealed class RetireAudit
{
    /// <summary>The years that the law demands.</summary>
    public const int LeastYears = 6;

    private static readonly Rules Valid = new();

    private readonly AuditLog audit;
    private readonly LogRetirer retirer;

    internal RetireAudit(AuditLog audit, LogRetirer retirer)
    {
        this.audit = audit;
        this.retirer = retirer;
    }

    /// <summary>Retires what is due, the oldest month first. Each is an entry before it begins, and another one with its outcome.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not maintain the instance.</exception>
    /// <exception cref="ValidationException">Fewer than six years, or a folder that is not there.</exception>
    /// <exception cref="InvalidOperationException">A month does not hold, or is refused by the database: it stays as it is.</exception>
    public async Task<IReadOnlyList<RetiredMonth>> ForAsync(Actor actor, RetireRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(request);
        var allowed = actor.Has(Permission.MaintainInstance);
        await WriteAsync(actor, allowed ? AuditOutcome.Allowed : AuditOutcome.Denied, request.Folder is null ? "retire-dry-run" : "retire", cancel);
        if (!allowed)
        {
            throw new UnauthorizedAccessException("This role may not retire months of the audit log.");
        }

        await Valid.ValidateAndThrowAsync(request, cancel);
        var done = new List<RetiredMonth>();
        foreach (var month in await retirer.DueAsync(request.KeepYears, cancel))
        {
            done.Add(request.Folder is { } folder ? await RetireAsync(actor, request with { Folder = folder }, month, cancel) : new RetiredMonth(month, await retirer.LookAsync(month, cancel), null));
        }

        return done;
    }

    private async Task<RetiredMonth> RetireAsync(Actor actor, RetireRequest request, DateTimeOffset month, CancellationToken cancel)
    {
        var code = string.Create(CultureInfo.InvariantCulture, $"retired {month:yyyy-MM}");
        try
        {
            var (row, folder) = await retirer.RetireAsync(month, request.KeepYears, request.Folder!, cancel);
            await WriteAsync(actor, AuditOutcome.Allowed, code, cancel);
            return new RetiredMonth(month, row.Entries, folder);
        }
        catch (Exception refused) when (refused is DbException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            await WriteAsync(actor, AuditOutcome.Failed, code, cancel);
            throw new InvalidOperationException($"The month {month:yyyy-MM} was not retired and stays as it is: {refused.Message}", refused);
        }
    }

    private Task WriteAsync(Actor actor, AuditOutcome outcome, string reason, CancellationToken cancel) => audit.AppendAsync(
        audit.NewEntry(actor, Purpose.System, AuditAction.Maintain, AuditResource.AuditLog, DataCategories.Audit, outcome) with { Reason = reason }, cancel);

    private sealed class Rules : AbstractValidator<RetireRequest>
    {
        public Rules()
        {
            RuleFor(r => r.KeepYears).InclusiveBetween(LeastYears, 100).WithMessage("The audit log is kept for six years at least.");
            RuleFor(r => r.Folder).Must(folder => folder is null || Directory.Exists(folder)).WithMessage("Name a folder that is there for the archives.");
        }
    }
}
