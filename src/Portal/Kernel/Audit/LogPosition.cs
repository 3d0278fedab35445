namespace Portal.Kernel.Audit;

/// <summary>Where an entry stands in the order of sealing: by transaction, and within one by entry id (ADR 0007).</summary>
/// <param name="Xact">The number of the transaction that inserted it.</param>
/// <param name="Id">The entry's id.</param>
internal readonly record struct LogPosition(ulong Xact, Guid Id) : IComparable<LogPosition>
{
    /// <summary>Before every entry.</summary>
    public static LogPosition Start => default;

    /// <inheritdoc/>
    public int CompareTo(LogPosition other) => Xact == other.Xact ? Id.CompareTo(other.Id) : Xact.CompareTo(other.Xact);

    public static bool operator <(LogPosition left, LogPosition right) => left.CompareTo(right) < 0;

    public static bool operator >(LogPosition left, LogPosition right) => left.CompareTo(right) > 0;
}

/// <summary>A stored entry with its place.</summary>
internal sealed record PlacedEntry(SignedEntry Signed, ulong Xact)
{
    public AuditEntry Entry => Signed.Entry;

    public LogPosition Position => new(Xact, Entry.Id.Value);
}
