namespace Portal.Kernel.Audit;

/// <summary>How far a verification of the log has come.</summary>
/// <param name="Done">Entries read.</param>
/// <param name="Total">Entries to be read, as far as it is known.</param>
public sealed record VerifyProgress(long Done, long Total);
