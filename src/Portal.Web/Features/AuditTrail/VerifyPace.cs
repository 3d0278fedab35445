using Portal.Kernel.Audit;

namespace Portal.Web.Features.AuditTrail;

/// <summary>How fast a verification goes, and how long it may still take.</summary>
public sealed class VerifyPace(TimeProvider clock)
{
    // Before so long a rate is a guess.
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    private readonly long started = clock.GetTimestamp();
    private TimeSpan elapsed;

    /// <summary>How far it has come; <c>null</c> before anything was told.</summary>
    public VerifyProgress? SoFar { get; private set; }

    /// <summary>Entries a second; <c>null</c> while it is too early to say.</summary>
    public double? Rate => SoFar is { Done: > 0 } so && elapsed >= Least ? so.Done / elapsed.TotalSeconds : null;

    /// <summary>How long it may still take.</summary>
    public TimeSpan? Left => Rate is { } rate && SoFar is { } so ? TimeSpan.FromSeconds(Math.Max(0, so.Total - so.Done) / rate) : null;

    /// <summary>Takes what the verification tells; what comes late and says less is left aside.</summary>
    public void Report(VerifyProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (SoFar is null || value.Done >= SoFar.Done)
        {
            (SoFar, elapsed) = (value, clock.GetElapsedTime(started));
        }
    }
}
