namespace Portal.Data.Auditing.Emergency;

/// <summary>Where a node keeps what was done in an emergency while the audit log takes no entries.</summary>
/// <param name="Folder">A folder of this node's own; <c>null</c> for none, and then nothing opens while the log is away.</param>
public sealed record SpoolSettings(string? Folder)
{
    /// <summary>No spool.</summary>
    public static SpoolSettings Off { get; } = new((string?)null);
}
