using Portal.Kernel.Audit;

namespace Portal.Kernel.Access;

/// <summary>What is asked of the Gate.</summary>
/// <param name="Permission">The permission needed.</param>
/// <param name="Action">What will be done.</param>
/// <param name="Resource">The kind of thing it is done to.</param>
/// <param name="Categories">The categories of data that will be shown or changed; nothing else can be revealed.</param>
internal sealed record AccessRequest(Permission Permission, AuditAction Action, AuditResource Resource, DataCategories Categories)
{
    /// <summary>The id of the thing, where it has one and it is not the patient.</summary>
    public Guid? ResourceId { get; init; }

    /// <summary>In what way it is done, as a short code of our own for the entry; never free text.</summary>
    public string? Reason { get; init; }

    /// <summary>The break-glass grant that is taken or ended by it.</summary>
    public Guid? Grant { get; init; }

    /// <summary>
    /// Whether the patient's exclusion of the actor is gone past on purpose: to break the glass against it, or to give back what was taken so. It counts with
    /// <see cref="Permission.BreakGlass"/> alone, which opens no chart.
    /// </summary>
    public bool PastExclusion { get; init; }
}
