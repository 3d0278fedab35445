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
}
