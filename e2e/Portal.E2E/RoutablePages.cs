using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Portal.Kernel.Access;
using Portal.Web.Hosting;

namespace Portal.E2E;

/// <summary>A page that has an address, and who may see it.</summary>
public sealed record RoutablePage(string Template, bool IsOpen, IReadOnlyList<Permission> Needs)
{
    /// <summary>All pages of the portal, read from the assembly: a new one is in the list without anybody's help.</summary>
    public static IReadOnlyList<RoutablePage> All { get; } =
    [
        .. from type in typeof(PortalHost).Assembly.GetTypes()
           from route in type.GetCustomAttributes<RouteAttribute>()
           orderby route.Template
           select new RoutablePage(route.Template, type.IsDefined(typeof(AllowAnonymousAttribute)), [.. PermissionsOf(type)]),
    ];

    /// <summary>Whether a role may see it.</summary>
    public bool IsFor(Role role) => Needs.All(permission => Roles.Permit(role, permission));

    private static IEnumerable<Permission> PermissionsOf(Type type) =>
        from asked in type.GetCustomAttributes<AuthorizeAttribute>()
        where asked.Policy is not null
        select Enum.Parse<Permission>(asked.Policy!);
}
