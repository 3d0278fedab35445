namespace Portal.Features.AuditTrail.Exports;

/// <summary>An export as its owner sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Query">The search; <c>null</c> where it cannot be read any more.</param>
/// <param name="Format">The form.</param>
/// <param name="Reason">What it is for.</param>
/// <param name="IsWithoutWhere">Whether network addresses, browsers and machines are left out.</param>
/// <param name="State">How far it has come.</param>
/// <param name="RequestedAt">When it was asked for.</param>
/// <param name="Found">How many entries there are; <c>null</c> while that is not known.</param>
/// <param name="Written">How many are written.</param>
/// <param name="NotSealed">Those of them that no checkpoint covered.</param>
/// <param name="Broken">Those of them that do not hold: the log should be verified.</param>
/// <param name="Size">The size of what is written, in bytes.</param>
/// <param name="ExpiresAt">When the file is deleted.</param>
/// <param name="Failure">A code of what went wrong.</param>
public sealed record AuditExportItem(
    Guid Id, AuditQuery? Query, AuditExportFormat Format, AuditExportReason Reason, bool IsWithoutWhere, AuditExportState State, DateTimeOffset RequestedAt,
    long? Found, long Written, long NotSealed, long Broken, long Size, DateTimeOffset? ExpiresAt, string? Failure)
{
    /// <summary>Whether it is still on its way.</summary>
    public bool IsOpen => State is AuditExportState.Waiting or AuditExportState.Running;

    /// <inheritdoc/>
    public override string ToString() => "AuditExportItem";
}

/// <summary>A person's exports.</summary>
/// <param name="Items">The newest first.</param>
/// <param name="Key">The fingerprint of the key that signs manifests and checkpoints (SHA-256 of the public key, hex); <c>null</c> without one.</param>
public sealed record AuditExportList(IReadOnlyList<AuditExportItem> Items, string? Key);
