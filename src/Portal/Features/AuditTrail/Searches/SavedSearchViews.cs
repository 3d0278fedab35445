namespace Portal.Features.AuditTrail.Searches;

/// <summary>A search that the person keeps.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What the person calls it.</param>
/// <param name="Query">The search.</param>
public sealed record SavedSearchItem(Guid Id, string Name, AuditQuery Query)
{
    /// <inheritdoc/>
    public override string ToString() => "SavedSearchItem";
}

/// <summary>What is kept.</summary>
/// <param name="Name">What the person calls it: 1 to 80 characters.</param>
/// <param name="Query">The search.</param>
public sealed record SavedSearchInput(string? Name, AuditQuery Query)
{
    /// <inheritdoc/>
    public override string ToString() => "SavedSearchInput";
}
