using FluentValidation;
using Portal.Data.Auditing;
using Portal.Data.Auditing.Proof;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.AuditTrail;

/// <summary>Shows how an entry of the log is proven: its block, its place, and the way up to a signed checkpoint. Every look is an entry.</summary>
[Needs(Permission.ReadAudit)]
public sealed class OpenEntryProof
{
    private static readonly Rules Valid = new();

    private readonly AuditLog audit;
    private readonly EntryProver prover;

    internal OpenEntryProof(AuditLog audit, EntryProver prover)
    {
        this.audit = audit;
        this.prover = prover;
    }

    /// <summary>Makes the proof and checks it.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="entry">The entry's id.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The proof; <c>null</c> where the log has no such entry.</returns>
    /// <exception cref="UnauthorizedAccessException">The actor may not read the log.</exception>
    /// <exception cref="ValidationException">The id is empty.</exception>
    public async Task<EntryProof?> ForAsync(Actor actor, Guid entry, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var allowed = actor.Has(Permission.ReadAudit);
        await audit.AppendAsync(
            audit.NewEntry(
                actor, Purpose.Operations, AuditAction.Read, AuditResource.AuditLog, DataCategories.Audit,
                allowed ? AuditOutcome.Allowed : AuditOutcome.Denied) with { ResourceId = entry, Reason = "proof" },
            cancel);
        if (!allowed)
        {
            throw new UnauthorizedAccessException("This role may not read the audit log.");
        }

        await Valid.ValidateAndThrowAsync(new Input(entry), cancel);
        return await prover.ProveAsync(entry, cancel) is { } proof ? View(entry, proof) : null;
    }

    private static EntryProof View(Guid entry, ProvenEntry proof) => new(
        entry,
        (proof.Holds, proof.Block, proof.Checkpoint) switch
        {
            (false, _, _) => EntryProofState.Broken,
            (_, null, _) => EntryProofState.NotSealed,
            (_, _, null) => EntryProofState.Sealed,
            _ => EntryProofState.Proven,
        },
        Hex(proof.LeafHash),
        proof.Block is { } block ? View(block, proof) : null,
        proof.Checkpoint is { Checkpoint: var checkpoint } signed
            ? new ProofCheckpoint(checkpoint.Size, Hex(checkpoint.Root), checkpoint.At, signed.KeyId, Hex(signed.Signature), [.. proof.BlockPath.Select(Hex)], Hex(proof.PublicKey))
            : null);

    private static ProofBlock View(AuditBlock block, ProvenEntry proof) =>
        new(block.Epoch, block.Number, proof.Place, block.Count, block.SealedAt, Hex(block.Previous), Hex(block.Root), [.. proof.EntryPath.Select(Hex)], Hex(block.LeafHash()));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private sealed record Input(Guid Entry);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules() => RuleFor(p => p.Entry).NotEmpty();
    }
}
