using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.AuditTrail;

/// <summary>What is asked of the audit log: all that is set must be so. It names people and patients by their ids alone.</summary>
public sealed record AuditQuery
{
    /// <summary>The patient whom an entry is about.</summary>
    public PatientId? Patient { get; init; }

    /// <summary>The person who acted.</summary>
    public AccountId? Person { get; init; }

    /// <summary>The session it was done in.</summary>
    public SessionId? Session { get; init; }

    /// <summary>The role acted in.</summary>
    public Role? Role { get; init; }

    /// <summary>What was done.</summary>
    public AuditAction? Action { get; init; }

    /// <summary>Any of these kinds of data; none asks for all.</summary>
    public DataCategories Data { get; init; }

    /// <summary>How it ended.</summary>
    public AuditOutcome? Outcome { get; init; }

    /// <summary>Why it was done.</summary>
    public Purpose? Purpose { get; init; }

    /// <summary>Only what was done after breaking the glass.</summary>
    public bool IsBreakGlass { get; init; }

    /// <summary>An IP address such as 10.1.2.3, or a range such as 10.1.0.0/16.</summary>
    public string? Address { get; init; }

    /// <summary>The machine that served it.</summary>
    public string? Node { get; init; }

    /// <summary>The earliest time.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The time that all come before.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>How the times were chosen (such as <c>Yesterday</c> or <c>Tuesday@15</c>), in a search that is kept: whoever runs it puts that day's times in their place. Nothing is searched by it.</summary>
    public string? Span { get; init; }

    /// <summary><see cref="AuditFound.Next"/> of the page before; <c>null</c> for the newest.</summary>
    public string? Cursor { get; init; }

    /// <inheritdoc/>
    public override string ToString() => "AuditQuery";
}
