using Portal.Features.AuditTrail;
using Portal.Kernel.Crypto;

namespace Portal.Features.Findings;

/// <summary>A finding with what stands behind it.</summary>
/// <param name="Item">The finding.</param>
/// <param name="Version">What a review names, so that it loses against another one.</param>
/// <param name="Entries">The audit entries behind it, the newest first; those of many that it kept.</param>
/// <param name="Note">What the reviewer wrote.</param>
/// <param name="IsOwn">Whether it is about what the viewer did: somebody else must review it.</param>
public sealed record FindingView(
    FindingItem Item, int Version, IReadOnlyList<AuditItem> Entries, Revealed<string> Note, bool IsOwn)
{
    /// <inheritdoc/>
    public override string ToString() => "FindingView";
}
