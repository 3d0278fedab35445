namespace Portal.Features.AuditTrail.Exports;

/// <summary>How long exports are kept.</summary>
/// <param name="Keep">How long a finished file can be downloaded before it is deleted (<c>Portal:Exports:KeepHours</c>).</param>
public sealed record AuditExportSettings(TimeSpan Keep)
{
    /// <summary>Three days.</summary>
    public static AuditExportSettings Default { get; } = new(TimeSpan.FromHours(72));

    /// <summary>The most entries of one export; what is larger wants a shorter time.</summary>
    public long MostEntries { get; init; } = 1_000_000;
}
