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
public sealed record RetiredMonth(DateTimeOffset Month, long Entries, string? Archive)
{
    /// <summary>Why it was not retired, or would not be, and stays as it is; <c>null</c> where it was or would be.</summary>
    public string? Refused { get; init; }
}

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

    /// <summary>Retires what is due, the oldest month first; one that is refused keeps no other. Each is an entry before it begins, and another one with its outcome.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not maintain the instance.</exception>
    /// <exception cref="ValidationException">Fewer than six years, or a folder that is not there.</exception>
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
            done.Add(await (request.Folder is { } folder ? RetireAsync(actor, request.KeepYears, folder, month, cancel) : LookAsync(month, cancel)));
        }

        return done;
    }

    private async Task<RetiredMonth> LookAsync(DateTimeOffset month, CancellationToken cancel)
    {
        try
        {
            return new RetiredMonth(month, await retirer.LookAsync(month, cancel), null);
        }
        catch (Exception refused) when (IsRefusal(refused))
        {
            return new RetiredMonth(month, 0, null) { Refused = refused.Message };
        }
    }

    private async Task<RetiredMonth> RetireAsync(Actor actor, int keepYears, string folder, DateTimeOffset month, CancellationToken cancel)
    {
        RetiredMonth done;
        // Before it: a node that is killed once the month is gone leaves a log that names it.
        await WriteAsync(actor, AuditOutcome.Allowed, Code("retiring", month), cancel);
        try
        {
            var (row, archive) = await retirer.RetireAsync(month, keepYears, folder, cancel);
            done = new RetiredMonth(month, row.Entries, archive);
        }
        catch (Exception refused) when (IsRefusal(refused))
        {
            done = new RetiredMonth(month, 0, null) { Refused = refused.Message };
        }

        await WriteAsync(actor, done.Refused is null ? AuditOutcome.Allowed : AuditOutcome.Failed, Code("retired", month), cancel);
        return done;
    }

    private static bool IsRefusal(Exception failure) => failure is DbException or InvalidOperationException or IOException or UnauthorizedAccessException;

    private static string Code(string step, DateTimeOffset month) => string.Create(CultureInfo.InvariantCulture, $"{step} {month:yyyy-MM}");

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
