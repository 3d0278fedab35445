using Portal.Kernel.Audit;

namespace Portal.Features.AuditTrail;

/// <summary>What a search means to the log: its beginning and its filter. A page, an export and a saved search mean the same.</summary>
internal static class AuditQueryBounds
{
    /// <summary>The earliest time, and whether it was set here because nothing else that is asked for has an index.</summary>
    public static (DateTimeOffset From, bool IsNarrowed) From(AuditQuery query, DateTimeOffset to)
    {
        var narrowed = query.From is null && query.Patient is null && query.Person is null && query.Session is null;
        return (query.From ?? (narrowed ? to - SearchAudit.Usual : AuditQueryRules.Earliest), narrowed);
    }

    /// <summary>What entries must be.</summary>
    public static AuditFilter Filter(AuditQuery query) => new()
    {
        Patient = query.Patient,
        Account = query.Person,
        Session = query.Session,
        Role = query.Role,
        Action = query.Action,
        Categories = query.Data,
        Outcome = query.Outcome,
        Purpose = query.Purpose,
        IsBreakGlass = query.IsBreakGlass,
        Network = query.Address is { } text ? AuditQueryRules.NetworkOf(text) : null,
        Node = query.Node,
    };
}
