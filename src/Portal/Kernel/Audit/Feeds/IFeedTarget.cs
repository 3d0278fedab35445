namespace Portal.Kernel.Audit.Feeds;

/// <summary>A place outside the portal that takes a copy of the audit log.</summary>
internal interface IFeedTarget
{
    /// <summary>Tells it from others: a hash of its setting, because an address or path says more than is needed.</summary>
    string Id { get; }

    /// <summary>Takes entries in their order; returns when they are safe there, as far as that place can say. The same entry may come again.</summary>
    Task DeliverAsync(IReadOnlyList<FedEntry> entries, CancellationToken cancel);
}
