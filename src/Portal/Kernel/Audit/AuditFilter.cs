using System.Net;
using Portal.Kernel.Access;

namespace Portal.Kernel.Audit;

/// <summary>Which entries are looked for: all that is set must be so. Nothing set is every entry.</summary>
internal sealed record AuditFilter
{
    public PatientId? Patient { get; init; }

    public AccountId? Account { get; init; }

    public SessionId? Session { get; init; }

    public Role? Role { get; init; }

    public AuditAction? Action { get; init; }

    /// <summary>Any of these kinds of data.</summary>
    public DataCategories Categories { get; init; }

    public AuditOutcome? Outcome { get; init; }

    public Purpose? Purpose { get; init; }

    /// <summary>Only what was done under a break-glass grant.</summary>
    public bool IsBreakGlass { get; init; }

    /// <summary>Only what was done under this break-glass grant.</summary>
    public Guid? Grant { get; init; }

    public IPNetwork? Network { get; init; }

    public string? Node { get; init; }
}
