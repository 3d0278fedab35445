using Portal.Kernel.Audit;

namespace Portal.Features.AuditTrail;

/// <summary>Another verification is under way on this node: wait for it, or stop it where it was started.</summary>
public sealed class VerificationRunningException : Exception
{
    /// <summary>For tools that make exceptions.</summary>
    public VerificationRunningException()
    {
    }

    /// <summary>For tools that make exceptions.</summary>
    public VerificationRunningException(string message)
        : base(message)
    {
    }

    /// <summary>For tools that make exceptions.</summary>
    public VerificationRunningException(string message, Exception inner)
        : base(message, inner)
    {
    }

    internal VerificationRunningException(DateTimeOffset since, VerifyProgress? soFar)
        : base("Another verification of the audit log is running.") => (Since, SoFar) = (since, soFar);

    /// <summary>When it began.</summary>
    public DateTimeOffset Since { get; }

    /// <summary>How far it has come.</summary>
    public VerifyProgress? SoFar { get; }
}
