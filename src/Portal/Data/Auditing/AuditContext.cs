using System.Net;
using Portal.Kernel.Audit;

namespace Portal.Data.Auditing;

/// <summary>What nearly all entries of a session have in common: who, in which session, where from.</summary>
internal readonly record struct AuditContext(Guid? Session, Guid? Account, string? Job, IPAddress? Ip, string? Agent, string Node)
{
    public static AuditContext Of(AuditEntry entry) => new(entry.Session?.Value, entry.Account?.Value, entry.Job, entry.Ip, entry.UserAgent, entry.Node);
}
