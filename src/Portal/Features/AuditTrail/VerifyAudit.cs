using System.Diagnostics;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Data.Auditing.Proof;
using Portal.Data.Auditing.Sealing;
using Portal.Data.Findings;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Findings;

namespace Portal.Features.AuditTrail;

/// <summary>
/// Verifies the audit log (45 CFR 164.312(c)(2)): every entry's MAC, the blocks over the entries, their chain and tree (RFC 6962), and the signed checkpoints of
/// the database and of outside. An entry that was edited, deleted, inserted or moved is named; so is a tail that was cut off and a checkpoint that was replaced.
/// </summary>
[Needs(Permission.VerifyAudit)]
public sealed class VerifyAudit
{
    private static readonly VerifyRequestRules Valid = new();

    private readonly PortalDatabase database;
    private readonly AuditLog audit;
    private readonly LogVerifier verifier;
    private readonly VerificationBook book;
    private readonly VerifyTurn turn;
    private readonly FindingLog findings;
    private readonly TimeProvider clock;

    internal VerifyAudit(PortalDatabase database, AuditLog audit, LogVerifier verifier, VerificationBook book, VerifyTurn turn, FindingLog findings, TimeProvider clock)
    {
        this.findings = findings;
        this.turn = turn;
        this.database = database;
        this.audit = audit;
        this.verifier = verifier;
        this.book = book;
        this.clock = clock;
    }

    /// <summary>Verifies the whole log against the checkpoints of the database.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancel">Ends it early.</param>
    /// <param name="progress">Told now and then how many entries were read, of how many.</param>
    /// <exception cref="UnauthorizedAccessException">The actor may not verify.</exception>
    public Task<AuditVerification> ForAsync(Actor actor, CancellationToken cancel, IProgress<VerifyProgress>? progress = null) =>
        ForAsync(actor, VerifyRequest.All, cancel, progress);

    /// <summary>Verifies what is asked for. It is an entry itself, made before it starts, and its outcome another one.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="request">What to verify.</param>
    /// <param name="cancel">Ends it early; then it has no outcome.</param>
    /// <param name="progress">Told now and then how many entries were read, of how many.</param>
    /// <exception cref="UnauthorizedAccessException">The actor may not verify.</exception>
    /// <exception cref="ValidationException">A range without a beginning before its end, or lines that are no checkpoints.</exception>
    /// <exception cref="VerificationRunningException">Another one is under way on this node; that this one was asked for is written down.</exception>
    public async Task<AuditVerification> ForAsync(Actor actor, VerifyRequest request, CancellationToken cancel, IProgress<VerifyProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(request);
        var allowed = actor.Has(Permission.VerifyAudit);
        await audit.AppendAsync(NewEntry(actor, allowed ? AuditOutcome.Allowed : AuditOutcome.Denied), cancel);
        if (!allowed)
        {
            throw new UnauthorizedAccessException("This role may not verify the audit log.");
        }

        await Valid.ValidateAndThrowAsync(request, cancel);
        using var mine = turn.Take(progress);
        var watch = Stopwatch.StartNew();
        var finding = await CheckAsync(request, mine, cancel);
        var outcome = OutcomeOf(request, finding, watch.Elapsed.TotalSeconds);
        try
        {
            await KeepAsync(actor, request, finding, outcome, cancel);
        }
        catch (DbUpdateException twice) when (Clash.Is(twice))
        {
            await KeepAsync(actor, request, finding, outcome, cancel); // somebody else raised the same break just now
        }

        return outcome;
    }

    // With the outcome or not at all.
    private async Task RaiseAsync(PortalDbContext db, Actor actor, AuditVerification outcome, CancellationToken cancel)
    {
        if (outcome is { Ok: false, Kind: { } kind })
        {
            var place = outcome.FirstBad?.ToString() ?? outcome.Where ?? "";
            await findings.RaiseAsync(db, actor, new NewFinding(FindingKind.LogBroken, $"{kind}:{place[..Math.Min(place.Length, 120)]}")
            {
                Entries = outcome.FirstBad is { } bad ? [bad] : [],
                Detail = kind,
                ReviewedFor = TimeSpan.FromDays(1),
            }, cancel);
        }
    }

    private async Task<LogFinding> CheckAsync(VerifyRequest request, IProgress<VerifyProgress>? progress, CancellationToken cancel)
    {
        var outside = request.Checkpoints.Select(CheckpointLine.Parse).OfType<SignedCheckpoint>().ToList();
        return request.Scope switch
        {
            VerifyScope.Range => await verifier.RangeAsync(request.From ?? DateTimeOffset.UnixEpoch, request.To ?? clock.GetUtcNow().AddDays(1), outside, progress, cancel),
            VerifyScope.Positions => await verifier.PositionsAsync(request.First!.Value, request.Last!.Value, outside, progress, cancel),
            VerifyScope.Entry => await verifier.EntryAsync(request.Entry!.Value, outside, cancel),
            VerifyScope.New => await verifier.VerifyAsync(await book.LastAsync(cancel), outside, progress, cancel),
            _ => await verifier.VerifyAsync(from: null, outside, progress, cancel),
        };
    }

    private async Task KeepAsync(Actor actor, VerifyRequest request, LogFinding finding, AuditVerification outcome, CancellationToken cancel)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await audit.AppendAsync(db, NewEntry(actor, outcome.Ok || outcome.IsNothing ? AuditOutcome.Allowed : AuditOutcome.Failed) with { Reason = ReasonOf(outcome) }, cancel);
        // An id that was mistyped is no break, nor is a part without entries: nothing was verified.
        if (outcome.Kind is not (BreakKinds.Unknown or BreakKinds.Nothing))
        {
            book.Add(db, RowOf(actor, request, finding, outcome));
            await db.SaveChangesAsync(cancel);
            await RaiseAsync(db, actor, outcome, cancel);
        }

        await transaction.CommitAsync(cancel);
    }

    private VerificationRow RowOf(Actor actor, VerifyRequest request, LogFinding finding, AuditVerification outcome)
    {
        var now = clock.GetUtcNow();
        var reaches = request.Scope is VerifyScope.All or VerifyScope.New ? finding.Verified : null;
        return new VerificationRow
        {
            Id = Guid.CreateVersion7(now),
            At = Kernel.Microseconds.Cut(now),
            Account = actor.Account?.Value,
            Scope = request.Scope.ToString().ToLowerInvariant(),
            Part = request.Part,
            Entries = outcome.Entries,
            Unsealed = outcome.Unsealed,
            Kind = outcome.Kind,
            FirstBad = outcome.FirstBad?.ToString() ?? outcome.Where,
            Seconds = outcome.Seconds,
            Epoch = reaches?.Epoch,
            Size = reaches?.Size ?? 0,
            Root = reaches?.Root ?? [],
        };
    }

    private static string ReasonOf(AuditVerification outcome) => outcome.Kind switch
    {
        null => "holds",
        BreakKinds.Unknown => "no-such-entry",
        BreakKinds.Nothing => "nothing-there",
        var kind => $"broken: {kind}",
    };

    // A part without an entry does not hold: nothing of it was looked at.
    private static AuditVerification OutcomeOf(VerifyRequest request, LogFinding finding, double seconds) =>
        request.Scope is VerifyScope.Range or VerifyScope.Positions && finding is { Entries: 0, Break: null }
            ? new AuditVerification(0, 0, Ok: false, null, BreakKinds.Nothing, seconds)
            : new(finding.Entries, finding.Unsealed, finding.Break is null, finding.Break?.Entry, finding.Break?.Kind, seconds) { Where = finding.Break?.Where, Position = finding.Position };

    private AuditEntry NewEntry(Actor actor, AuditOutcome outcome) =>
        audit.NewEntry(actor, Purpose.Operations, AuditAction.Verify, AuditResource.AuditLog, DataCategories.Audit, outcome);
}
