namespace Portal.Kernel.Audit.Checkpoints;

/// <summary>A place outside the database that takes checkpoints and lets nobody take them back: a file that can only be appended to, or somebody else's machine.</summary>
internal interface ICheckpointTarget
{
    /// <summary>Tells it from others: a hash of its setting, because a path or address says more than is needed.</summary>
    string Id { get; }

    /// <summary>How many lines it takes in one delivery, which must end within minutes whatever the other side does.</summary>
    int MostAtOnce { get; }

    /// <summary>Takes lines (one checkpoint each); returns when they are safe there. The same line may come again.</summary>
    Task DeliverAsync(IReadOnlyList<string> lines, CancellationToken cancel);
}
