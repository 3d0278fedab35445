using Portal.Kernel.Access;

namespace Portal.Web.Components.Layout;

/// <summary>A place of the menu and of the home page. Its texts are <c>Nav.{Name}</c> and <c>Nav.{Name}.Text</c>.</summary>
/// <param name="Name">What it is called in the texts.</param>
/// <param name="Address">Its page.</param>
/// <param name="Permission">Who sees it; the page asks for it again.</param>
/// <param name="Key">The letter that goes there after <c>g</c>.</param>
/// <param name="Icon">Its mark.</param>
public sealed record NavItem(string Name, string Address, Permission Permission, char Key, string Icon)
{
    /// <summary>Where more pages of this place are, with those below; <c>null</c> where all are below its own.</summary>
    public string? Also { get; init; }

    // In the order of the menu.
    private static readonly IReadOnlyList<NavItem> All =
    [
        new("Patients", "/patients", Permission.SearchPatients, 'p', "people"),
        new("Glass", "/emergency-access", Permission.BreakGlass, 'e', "alert"),
        new("Exclusions", "/exclusions", Permission.ExcludePeople, 'x', "people"),
        new("Desk", "/desk", Permission.HandOutCodes, 'd', "key"),
        new("People", "/people", Permission.ReadAccounts, 'a', "key"),
        new("Staff", "/staff", Permission.ReadStaffDirectory, 's', "people"),
        new("AccessReviews", "/access-reviews", Permission.ReviewAccess, 'r', "check"),
        new("Mail", "/mail", Permission.ManageAccounts, 'm', "mail"),
        new("Findings", "/findings", Permission.ReadFindings, 'f', "bell") { Also = "/reports" },
        new("BreakGlass", "/break-glass", Permission.ReadBreakGlass, 'b', "alert"),
        new("Policies", "/policies", Permission.ReadPolicies, 'o', "page"),
        new("Audit", "/audit", Permission.ReadAudit, 'l', "search"),
        new("Integrity", "/audit/verify", Permission.VerifyAudit, 'i', "check"),
    ];

    /// <summary>Whether no other place lies between this one and a page below it.</summary>
    public bool IsNearest(string path) => !All.Any(other => IsAbove(Address, other.Address) && (other.Address == path || IsAbove(other.Address, path)));

    /// <summary>Whether a page that does not lie below this place is one of it.</summary>
    public bool HasAlso(string path) => Also is { } also && (also == path || IsAbove(also, path));

    /// <summary>The places that a role may go to.</summary>
    public static IReadOnlyList<NavItem> For(Role role) => [.. All.Where(item => Roles.Permit(role, item.Permission))];

    private static bool IsAbove(string address, string path) => path.StartsWith(address + "/", StringComparison.Ordinal);
}
