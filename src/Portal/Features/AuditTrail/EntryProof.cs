namespace Portal.Features.AuditTrail;

/// <summary>The proof of one entry: from its leaf up to a signed checkpoint (RFC 6962 section 2.1.1). Hashes are in hex.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="State">How far the proof reaches, or that it fails.</param>
/// <param name="LeafHash">The entry's leaf hash.</param>
/// <param name="Block">The block that holds it; <c>null</c> while it is not sealed.</param>
/// <param name="Checkpoint">The first checkpoint over the block; <c>null</c> where there is none yet.</param>
public sealed record EntryProof(Guid Entry, EntryProofState State, string LeafHash, ProofBlock? Block, ProofCheckpoint? Checkpoint);

/// <summary>How far a proof reaches.</summary>
public enum EntryProofState
{
    /// <summary>The entry is as it was written; no block covers it yet, which takes some seconds.</summary>
    NotSealed = 1,

    /// <summary>It is in a block; no checkpoint covers the block yet, which takes a minute.</summary>
    Sealed = 2,

    /// <summary>It is in a block under a signed checkpoint.</summary>
    Proven = 3,

    /// <summary>It does not hold: the entry or its block is not what was sealed. Verify the log.</summary>
    Broken = 4,
}

/// <summary>A block of a proof.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Number">The block's number, from 0.</param>
/// <param name="Place">The entry's place in it, from 1.</param>
/// <param name="Count">How many entries it has.</param>
/// <param name="SealedAt">When it was sealed.</param>
/// <param name="Previous">The hash of the block before.</param>
/// <param name="Root">The root over its entries.</param>
/// <param name="Path">From the leaf to the root, the leaf's sibling first.</param>
/// <param name="LeafHash">The block's own leaf hash in the tree of its epoch.</param>
public sealed record ProofBlock(
    Guid Epoch, long Number, int Place, long Count, DateTimeOffset SealedAt, string Previous, string Root, IReadOnlyList<string> Path, string LeafHash);

/// <summary>A checkpoint of a proof.</summary>
/// <param name="Size">How many blocks it covers.</param>
/// <param name="Root">The root over them.</param>
/// <param name="At">When it was signed.</param>
/// <param name="KeyId">The id of the key.</param>
/// <param name="Signature">ECDSA P-256 (r ‖ s), in hex.</param>
/// <param name="Path">From the block to the root, the block's sibling first.</param>
/// <param name="PublicKey">The key to check the signature with (SubjectPublicKeyInfo, DER), in hex. Compare it with the one that is kept outside.</param>
public sealed record ProofCheckpoint(long Size, string Root, DateTimeOffset At, string KeyId, string Signature, IReadOnlyList<string> Path, string PublicKey);
