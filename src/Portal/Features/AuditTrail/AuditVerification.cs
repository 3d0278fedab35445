using Portal.Data.Auditing.Proof;

namespace Portal.Features.AuditTrail;

/// <summary>What a verification of the audit log found.</summary>
/// <param name="Entries">Entries read.</param>
/// <param name="Unsealed">Those of them that no sealed block covers yet: a deleted one among them would not be found.</param>
/// <param name="Ok">Whether all holds together; not so where nothing was there to be verified.</param>
/// <param name="FirstBad">The id of the first bad entry; <c>null</c> where a block or checkpoint is bad, see <see cref="Where"/>.</param>
/// <param name="Kind">What kind of break it is: <c>edited</c>, <c>deleted</c>, <c>inserted</c>, <c>reordered</c>, <c>tail cut</c>, <c>checkpoint replaced</c>; <c>unknown</c> for one entry that was asked for and never was, <c>nothing</c> for a part without entries.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record AuditVerification(long Entries, long Unsealed, bool Ok, Guid? FirstBad, string? Kind, double Seconds)
{
    /// <summary>Whether there was no entry in the part that was asked for: it neither holds nor is broken.</summary>
    public bool IsNothing => Kind == BreakKinds.Nothing;

    /// <summary>Where the first bad thing is: the block, and the entry's place in it.</summary>
    public string? Where { get; init; }

    /// <summary>The place of the first bad thing among all sealed entries, from 1, as the blocks before it count; <c>null</c> where it is not sealed.</summary>
    public long? Position { get; init; }
}
