using Microsoft.AspNetCore.Authorization;
using Portal.Kernel.Access;

namespace Portal.Web.Security;

/// <summary>One policy for each permission, under its name: <c>[Authorize(Policy = nameof(Permission.SearchPatients))]</c>. Everything else asks for a session at least.</summary>
internal static class PermissionPolicies
{
    public static void Add(IServiceCollection services)
    {
        var authorization = services.AddAuthorizationBuilder();
        authorization.SetFallbackPolicy(new AuthorizationPolicyBuilder(PortalScheme.Name).RequireAuthenticatedUser().Build());
        foreach (var permission in Enum.GetValues<Permission>())
        {
            authorization.AddPolicy(permission.ToString(), policy => policy
                .RequireAuthenticatedUser()
                .RequireAssertion(asked => Roles.Permit(PrincipalActor.RoleOf(asked.User), permission)));
        }
    }

    /// <summary>The first permission that a page asks for and the role does not carry.</summary>
    public static Permission? LackedBy(Role role, IEnumerable<IAuthorizeData> asked) =>
        asked.Select(data => PermissionOf(data.Policy)).FirstOrDefault(permission => permission is { } needed && !Roles.Permit(role, needed));

    private static Permission? PermissionOf(string? policy) => Enum.TryParse<Permission>(policy, out var permission) ? permission : null;
}
