using Microsoft.AspNetCore.Identity;
using Portal.Kernel.Access;

namespace Portal.Features.Identity.Accounts;

/// <summary>The roles of people as rows of Identity's role table. The ids are fixed: migrations carry them.</summary>
internal static class AccountRoles
{
    public static IReadOnlyList<IdentityRole<Guid>> Rows { get; } =
    [
        Row(Role.Patient, "5b0d4d8e-6f3b-4f1a-9a70-1f0f6a2f0001"),
        Row(Role.Clinician, "5b0d4d8e-6f3b-4f1a-9a70-1f0f6a2f0002"),
        Row(Role.BillingClerk, "5b0d4d8e-6f3b-4f1a-9a70-1f0f6a2f0003"),
        Row(Role.Administrator, "5b0d4d8e-6f3b-4f1a-9a70-1f0f6a2f0004"),
        Row(Role.Nurse, "5b0d4d8e-6f3b-4f1a-9a70-1f0f6a2f0005"),
        Row(Role.FrontDesk, "5b0d4d8e-6f3b-4f1a-9a70-1f0f6a2f0006"),
        Row(Role.ComplianceOfficer, "5b0d4d8e-6f3b-4f1a-9a70-1f0f6a2f0007"),
        Row(Role.Auditor, "5b0d4d8e-6f3b-4f1a-9a70-1f0f6a2f0008"),
    ];

    public static Guid IdOf(Role role) => Rows.Single(row => row.Name == role.ToString()).Id;

    /// <summary>The role of a row; <see cref="Role.None"/>, which may nothing, for one that is not known here.</summary>
    public static Role RoleOf(Guid id) => Rows.FirstOrDefault(row => row.Id == id) is { Name: { } name } ? Enum.Parse<Role>(name) : Role.None;

    private static IdentityRole<Guid> Row(Role role, string id) => new(role.ToString())
    {
        Id = Guid.Parse(id),
        NormalizedName = role.ToString().ToUpperInvariant(),
        ConcurrencyStamp = id,
    };
}
