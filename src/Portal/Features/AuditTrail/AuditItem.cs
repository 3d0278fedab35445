using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.AuditTrail;

/// <summary>An entry of the audit log. It holds ids and codes; the one name in it is the acting colleague's, for those who may see accounts.</summary>
/// <param name="Id">Its id.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Role">The role acted in.</param>
/// <param name="Person">Who; nobody for a job, or before somebody is known.</param>
/// <param name="Name">The person's name; <c>null</c> where the viewer may not see it, for patients, and for accounts that are gone.</param>
/// <param name="Job">The job's name for the system's own entries.</param>
/// <param name="Session">The session it was done in.</param>
/// <param name="Action">What was done.</param>
/// <param name="Resource">To what kind of thing.</param>
/// <param name="ResourceId">The thing's id.</param>
/// <param name="Data">The kinds of data touched.</param>
/// <param name="Patients">Whose data.</param>
/// <param name="Purpose">Why.</param>
/// <param name="Reason">A code: why it was refused, or what more there is to say.</param>
/// <param name="Grant">The break-glass grant it was done under.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Address">The network address it came from.</param>
/// <param name="Browser">What the browser calls itself.</param>
/// <param name="Node">The machine that served it.</param>
/// <param name="IsAltered">Whether it is not as the portal wrote it.</param>
public sealed record AuditItem(
    EntryId Id, DateTimeOffset At, Role Role, AccountId? Person, string? Name, string? Job, SessionId? Session, AuditAction Action, AuditResource Resource,
    Guid? ResourceId, DataCategories Data, IReadOnlyList<PatientId> Patients, Purpose Purpose, string? Reason, Guid? Grant, AuditOutcome Outcome,
    string? Address, string? Browser, string Node, bool IsAltered)
{
    /// <inheritdoc/>
    public override string ToString() => "AuditItem";
}

/// <summary>One page of a search.</summary>
/// <param name="Items">The entries, the newest first.</param>
/// <param name="From">The earliest time that was asked for, or that the search set.</param>
/// <param name="To">The time that all come before; further pages ask with both.</param>
/// <param name="IsNarrowed">Whether the search set the earliest time, because nothing else that was asked for has an index.</param>
/// <param name="ReachedTo">How far back the search came before it stopped, where that is not <see cref="From"/>; <see cref="Next"/> goes on from there.</param>
/// <param name="Next">The cursor of what is older; <c>null</c> at the end.</param>
/// <param name="Person">The name of the person searched for, where the viewer may see it.</param>
public sealed record AuditFound(
    IReadOnlyList<AuditItem> Items, DateTimeOffset From, DateTimeOffset To, bool IsNarrowed, DateTimeOffset? ReachedTo, string? Next, string? Person)
{
    /// <inheritdoc/>
    public override string ToString() => "AuditFound";
}
