using Portal.Features.AuditTrail;

namespace Portal.Tests.Data.Auditing.Sealing;

/// <summary>A change of a sealed log, and what a verification must say of it.</summary>
/// <param name="Name">What is changed: the table and column, or the deed.</param>
/// <param name="Sql">The change; empty for one that is done by hand.</param>
/// <param name="Values">Its parameters.</param>
/// <param name="Kinds">One of these kinds.</param>
internal sealed record Mutation(string Name, string Sql, object[] Values, params string[] Kinds)
{
    /// <summary>One of these is the first bad entry; none where it is a block, an epoch or a checkpoint.</summary>
    public Guid[] Entries { get; init; } = [];

    /// <summary>How the place begins.</summary>
    public string Where { get; init; } = "";

    /// <summary>Whether the order of the entries changes, so that the first bad place is the first that differs.</summary>
    public bool MovesEntries { get; init; }

    /// <summary>From this block on all is hashed again, with the salts' key, once the change is done.</summary>
    public int? HashedFrom { get; init; }

    /// <summary>What is not as it should be said; empty where all is.</summary>
    /// <param name="said">The verification's words.</param>
    /// <param name="place">The first place, from 1, at which the order of the entries differs; 0 where it does not.</param>
    public string Wrong(AuditVerification said, long place)
    {
        var isRight = !said.Ok && Kinds.Contains(said.Kind) && (Entries.Length == 0 || Entries.Contains(said.FirstBad ?? Guid.Empty))
            && (said.Where ?? "").StartsWith(Where, StringComparison.Ordinal) && (!MovesEntries || said.Position == place);
        return isRight ? "" : $"{Name}: {said.Kind} {said.Where} at {said.Position} {said.FirstBad}, not {string.Join('/', Kinds)} {Where} at {place} {string.Join('/', Entries)}";
    }
}
