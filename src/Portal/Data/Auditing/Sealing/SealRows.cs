using Portal.Kernel.Classification;

namespace Portal.Data.Auditing.Sealing;

/// <summary>The stored form of an epoch.</summary>
internal sealed class EpochRow
{
    [Classified(DataClass.Plain, "opaque id")]
    public Guid Id { get; set; }

    [Classified(DataClass.Plain, "needed for order; one of two nodes that begin the same epoch fails by it")]
    public int Number { get; set; }

    [Classified(DataClass.Plain, "when it began")]
    public DateTimeOffset BegunAt { get; set; }

    [Classified(DataClass.Plain, "place in the order of sealing")]
    public long AfterXact { get; set; }

    [Classified(DataClass.Plain, "place in the order of sealing")]
    public Guid AfterId { get; set; }

    [Classified(DataClass.Plain, "the checkpoint that the epoch names")]
    public Guid? NamedEpoch { get; set; }

    [Classified(DataClass.Plain, "the checkpoint that the epoch names")]
    public long? NamedSize { get; set; }

    [Classified(DataClass.Plain, "the checkpoint that the epoch names")]
    public byte[]? NamedRoot { get; set; }

    [Classified(DataClass.Plain, "the checkpoint that the epoch names")]
    public DateTimeOffset? NamedAt { get; set; }

    [Classified(DataClass.Plain, "keyed MAC over the row")]
    public byte[] Mac { get; set; } = [];
}

/// <summary>The stored form of a block.</summary>
internal sealed class BlockRow
{
    [Classified(DataClass.Plain, "opaque id of the epoch")]
    public Guid Epoch { get; set; }

    [Classified(DataClass.Plain, "number in the chain")]
    public long No { get; set; }

    [Classified(DataClass.Plain, "when it was sealed; covered by the chain")]
    public DateTimeOffset SealedAt { get; set; }

    [Classified(DataClass.Plain, "place in the order of sealing")]
    public long LastXact { get; set; }

    [Classified(DataClass.Plain, "place in the order of sealing")]
    public Guid LastId { get; set; }

    [Classified(DataClass.Plain, "how many entries")]
    public int Count { get; set; }

    [Classified(DataClass.Plain, "hash of the block before")]
    public byte[] Previous { get; set; } = [];

    [Classified(DataClass.Plain, "hash over salted commitments")]
    public byte[] Root { get; set; } = [];

    [Classified(DataClass.Plain, "opaque ids of its entries, to name the one that is missing")]
    public byte[] Entries { get; set; } = [];

    [Classified(DataClass.Plain, "hashes of the tree")]
    public byte[] Nodes { get; set; } = [];
}

/// <summary>The stored form of a checkpoint.</summary>
internal sealed class CheckpointRow
{
    [Classified(DataClass.Plain, "opaque id of the epoch")]
    public Guid Epoch { get; set; }

    [Classified(DataClass.Plain, "how many blocks")]
    public long Size { get; set; }

    [Classified(DataClass.Plain, "hash of the tree")]
    public byte[] Root { get; set; } = [];

    [Classified(DataClass.Plain, "when it was made; signed")]
    public DateTimeOffset At { get; set; }

    [Classified(DataClass.Plain, "public id of the signing key")]
    public string KeyId { get; set; } = "";

    [Classified(DataClass.Plain, "signature over the root")]
    public byte[] Signature { get; set; } = [];
}

/// <summary>A key that signs checkpoints: its public part.</summary>
internal sealed class CheckpointKeyRow
{
    [Classified(DataClass.Plain, "public id of the signing key")]
    public string KeyId { get; set; } = "";

    [Classified(DataClass.Plain, "public key")]
    public byte[] PublicKey { get; set; } = [];

    [Classified(DataClass.Plain, "when it was made known")]
    public DateTimeOffset At { get; set; }
}

/// <summary>That checkpoints up to a size were brought to a target outside.</summary>
internal sealed class DeliveryRow
{
    [Classified(DataClass.Plain, "hash of the target's setting and, for a file, the node")]
    public string Target { get; set; } = "";

    [Classified(DataClass.Plain, "opaque id of the epoch")]
    public Guid Epoch { get; set; }

    [Classified(DataClass.Plain, "how many blocks")]
    public long Size { get; set; }

    [Classified(DataClass.Plain, "when it was delivered")]
    public DateTimeOffset At { get; set; }

    // A part of the key: a note that somebody else wrote keeps no true one from being written. Empty in notes from before there was one.
    [Classified(DataClass.Plain, "keyed MAC over the row")]
    public byte[] Mac { get; set; } = [];
}

/// <summary>A verification that ran to its end, and up to where.</summary>
internal sealed class VerificationRow
{
    [Classified(DataClass.Plain, "opaque id")]
    public Guid Id { get; set; }

    [Classified(DataClass.Plain, "needed for order and paging")]
    public DateTimeOffset At { get; set; }

    [Classified(DataClass.Plain, "opaque id of the account")]
    public Guid? Account { get; set; }

    [Classified(DataClass.Plain, "code of kind: all, new, range, positions, entry")]
    public string Scope { get; set; } = "";

    [Classified(DataClass.Plain, "which part was asked for: times, positions, or an entry's id")]
    public string? Part { get; set; }

    [Classified(DataClass.Plain, "how many entries were read")]
    public long Entries { get; set; }

    [Classified(DataClass.Plain, "how many of them were not sealed")]
    public long Unsealed { get; set; }

    [Classified(DataClass.Plain, "code of the break that was found")]
    public string? Kind { get; set; }

    [Classified(DataClass.Plain, "the entry, block or checkpoint that is bad")]
    public string? FirstBad { get; set; }

    [Classified(DataClass.Plain, "how long it took")]
    public double Seconds { get; set; }

    [Classified(DataClass.Plain, "opaque id of the epoch that was verified to its end")]
    public Guid? Epoch { get; set; }

    [Classified(DataClass.Plain, "how many blocks of the epoch were verified")]
    public long Size { get; set; }

    [Classified(DataClass.Plain, "hash of the tree over these")]
    public byte[] Root { get; set; } = [];

    [Classified(DataClass.Plain, "keyed MAC over the row")]
    public byte[] Mac { get; set; } = [];
}
