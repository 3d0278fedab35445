namespace Portal.Kernel.Audit;

/// <summary>How a database orders entries for sealing and takes blocks.</summary>
internal interface ISealStore
{
    /// <summary>Begins a transaction of sealing, unless another node is at it. Nothing of it is left behind when this node ends or hangs.</summary>
    Task<ISealTurn?> TryTakeTurnAsync(CancellationToken cancel);

    /// <summary>Streams the entries of finished transactions after a place and up to one, in the order of sealing.</summary>
    IAsyncEnumerable<PlacedEntry> ReadAsync(LogPosition after, LogPosition? last, CancellationToken cancel);

    /// <summary>The next entries of finished transactions after a place, so many at most, in the order of sealing.</summary>
    Task<List<PlacedEntry>> NextAsync(LogPosition after, int most, CancellationToken cancel);

    /// <summary>Where an entry stands; <c>null</c> where there is none of that id.</summary>
    Task<PlacedEntry?> FindAsync(Guid entry, CancellationToken cancel);

    /// <summary>The place of an entry alone, without what it says; <c>null</c> where there is none of that id.</summary>
    Task<LogPosition?> PlaceOfAsync(Guid entry, CancellationToken cancel);

    /// <summary>How many entries are committed after a place, counted up to a limit.</summary>
    Task<long> CountAfterAsync(LogPosition place, int most, CancellationToken cancel);

    /// <summary>Whether an entry carries the number of a transaction that the database has not begun yet: while others come and are sealed, it would wait unseen.</summary>
    Task<bool> IsAheadAsync(CancellationToken cancel);

    /// <summary>Keeps that a target outside has all checkpoints up to one, with a MAC.</summary>
    Task DeliveredAsync(string target, Checkpoint last, DateTimeOffset now, byte[] mac, CancellationToken cancel);

    /// <summary>The first and the last place of entries whose time is in the range; <c>null</c> where there are none.</summary>
    Task<(LogPosition First, LogPosition Last)?> PlacesAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancel);

    /// <summary>The first place after another one of an entry whose time is in the range; <c>null</c> where there is none.</summary>
    Task<LogPosition?> NextPlaceAsync(LogPosition after, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel);
}

/// <summary>A node's turn at sealing: one transaction.</summary>
internal interface ISealTurn : IAsyncDisposable
{
    /// <summary>The next number that a transaction will get: all numbers in the log are smaller.</summary>
    ulong NextXact { get; }

    /// <summary>The newest epoch, its last block, the hashes of its tree's complete subtrees, and when its last checkpoint was made.</summary>
    Task<SealHead> HeadAsync(CancellationToken cancel);

    /// <summary>A block by its number; <c>null</c> where there is none.</summary>
    Task<AuditBlock?> BlockAsync(Guid epoch, long number, CancellationToken cancel);

    /// <summary>The hashes of the complete subtrees of an epoch's first blocks, from left to right; fewer where some are missing.</summary>
    Task<IReadOnlyList<byte[]>> SubtreesAsync(Guid epoch, long size, CancellationToken cancel);

    /// <summary>Entries of finished transactions after a place, in order.</summary>
    Task<List<PlacedEntry>> ReadyAsync(LogPosition after, int most, CancellationToken cancel);

    /// <summary>The last place of all entries; <c>null</c> for an empty log.</summary>
    Task<LogPosition?> LastPlaceAsync(CancellationToken cancel);

    Task AddAsync(AuditEpoch epoch, CancellationToken cancel);

    Task AddAsync(IReadOnlyList<SealedBlock> blocks, CancellationToken cancel);

    Task AddAsync(SignedCheckpoint checkpoint, CancellationToken cancel);

    /// <summary>Whether the key was made known before, or is now; <c>false</c> where another one is known.</summary>
    Task<bool> RegisterAsync(CheckpointKey key, DateTimeOffset now, CancellationToken cancel);

    Task CommitAsync(CancellationToken cancel);
}

/// <summary>Where sealing stands.</summary>
/// <param name="Epoch">The newest epoch; <c>null</c> before the first.</param>
/// <param name="Last">Its last block; <c>null</c> where it has none.</param>
/// <param name="Subtrees">The complete subtrees of its tree, from left to right.</param>
/// <param name="Checkpoint">Its last checkpoint.</param>
internal sealed record SealHead(AuditEpoch? Epoch, SealedBlock? Last, IReadOnlyList<byte[]> Subtrees, SignedCheckpoint? Checkpoint)
{
    /// <summary>How many blocks the epoch has.</summary>
    public long Size => Last is null ? 0 : Last.Block.Number + 1;

    /// <summary>Entries after this place are not sealed.</summary>
    public LogPosition Place => Last?.Last ?? Epoch?.After ?? LogPosition.Start;
}
