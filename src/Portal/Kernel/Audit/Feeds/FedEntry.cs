namespace Portal.Kernel.Audit.Feeds;

/// <summary>An entry on its way out.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="IsAltered">Whether it is not as the portal wrote it: a receiver must not take a row that somebody put into the database for one of the portal's.</param>
internal readonly record struct FedEntry(AuditEntry Entry, bool IsAltered)
{
    public static implicit operator FedEntry(AuditEntry entry) => new(entry, IsAltered: false);
}
