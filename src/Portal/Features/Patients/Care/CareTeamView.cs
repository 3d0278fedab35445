using Portal.Kernel;

namespace Portal.Features.Patients.Care;

/// <summary>Somebody who treats a patient now.</summary>
/// <param name="Account">The account.</param>
/// <param name="Name">The name; <c>null</c> where the account has none that can be read.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Since">From when.</param>
/// <param name="Until">Until when; <c>null</c> where it holds until somebody ends it.</param>
public sealed record CareTeamItem(AccountId Account, string? Name, CareSource Source, DateTimeOffset Since, DateTimeOffset? Until)
{
    /// <inheritdoc/>
    public override string ToString() => "CareTeamItem";
}
