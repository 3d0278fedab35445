using Portal.Kernel.Audit;

namespace Portal.Features.AuditTrail;

/// <summary>One verification at a time on a node: it reads the whole log, and two would only take twice as long, beside people at work.</summary>
internal sealed class VerifyTurn(TimeProvider clock)
{
    private Taken? running;

    /// <summary>Takes the turn; dispose gives it back.</summary>
    /// <exception cref="VerificationRunningException">Another one is under way.</exception>
    public Taken Take(IProgress<VerifyProgress>? progress)
    {
        var mine = new Taken(this, clock.GetUtcNow(), progress);
        return Interlocked.CompareExchange(ref running, mine, null) is { } other ? throw new VerificationRunningException(other.Since, other.SoFar) : mine;
    }

    /// <summary>A turn that somebody has.</summary>
    internal sealed class Taken(VerifyTurn turn, DateTimeOffset since, IProgress<VerifyProgress>? progress) : IProgress<VerifyProgress>, IDisposable
    {
        public DateTimeOffset Since => since;

        public VerifyProgress? SoFar { get; private set; }

        public void Report(VerifyProgress value)
        {
            SoFar = value;
            progress?.Report(value);
        }

        public void Dispose() => Interlocked.CompareExchange(ref turn.running, null, this);
    }
}
