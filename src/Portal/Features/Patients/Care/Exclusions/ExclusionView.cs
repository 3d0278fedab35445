using Portal.Kernel;

namespace Portal.Features.Patients.Care.Exclusions;

/// <summary>Whom a patient excludes, and whom else the patient may know by name.</summary>
/// <param name="Excluded">Those excluded, the last one first.</param>
/// <param name="Known">Others who treat or treated the patient, or opened the record within the last year, by name.</param>
/// <param name="IsDamaged">Whether an exclusion cannot be read: until it is looked into, nobody but the patient opens the record without an emergency.</param>
public sealed record ExclusionsView(IReadOnlyList<ExcludedPerson> Excluded, IReadOnlyList<KnownPerson> Known, bool IsDamaged);

/// <summary>Somebody excluded.</summary>
/// <param name="Account">The account.</param>
/// <param name="Name">The name; <c>null</c> where the account has none any more.</param>
/// <param name="Since">From when.</param>
public sealed record ExcludedPerson(AccountId Account, string? Name, DateTimeOffset Since)
{
    /// <inheritdoc/>
    public override string ToString() => "ExcludedPerson";
}

/// <summary>Somebody who had to do with the record.</summary>
/// <param name="Account">The account.</param>
/// <param name="Name">The name.</param>
public sealed record KnownPerson(AccountId Account, string Name)
{
    /// <inheritdoc/>
    public override string ToString() => "KnownPerson";
}
