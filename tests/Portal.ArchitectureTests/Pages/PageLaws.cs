using Mono.Cecil;
using Mono.Cecil.Cil;
using Portal.ArchitectureTests.Reading;

namespace Portal.ArchitectureTests.Pages;

/// <summary>Every page that has a route says who may see it.</summary>
internal static class PageLaws
{
    /// <summary>Pages for those who have not signed in. An addition is a decision.</summary>
    public static readonly IReadOnlySet<string> Anonymous = new HashSet<string>(StringComparer.Ordinal)
    {
        "/sign-in", "/sign-in/code", "/sign-in/recovery", "/sign-in/enrol", "/sign-in/help", "/activate", "/activate/patient", "/confirm-email", "/recover", "/denied", "/signed-out", "/error", "/not-found", "/permissions", "/privacy",
    };

    public static IEnumerable<string> Violations(ModuleDefinition module, IReadOnlySet<string> anonymous) =>
        module.Written().Select(type => (Type: type, Routes: Routes(type))).Where(page => page.Routes.Count > 0).SelectMany(page => OfPage(page.Type, page.Routes, anonymous));

    public static IEnumerable<string> AllRoutes(ModuleDefinition module) => module.Written().SelectMany(Routes);

    /// <summary>Pages of a namespace that would run twice and put what they show into the first HTML: prerendered ones, and static ones.</summary>
    public static IEnumerable<string> Prerendered(ModuleDefinition module, string rootNamespace) =>
        module.In(rootNamespace).Where(type => Routes(type).Count > 0 && !RunsOnceOnTheCircuit(type)).Select(type => type.FullName);

    private static bool RunsOnceOnTheCircuit(TypeDefinition page) =>
        page.CustomAttributes.Select(one => one.AttributeType.Resolve()).Where(type => type.Is("Microsoft.AspNetCore.Components.RenderModeAttribute"))
            .SelectMany(type => type.Instructions())
            .Any(step => step.Operand is MethodReference { Name: ".ctor", DeclaringType.Name: "InteractiveServerRenderMode" } && step.Previous?.OpCode == OpCodes.Ldc_I4_0);

    private static IEnumerable<string> OfPage(TypeDefinition page, List<string> routes, IReadOnlySet<string> anonymous)
    {
        var open = Inherited(page, "AllowAnonymousAttribute");
        if (!open && !Inherited(page, "AuthorizeAttribute"))
        {
            yield return $"{page.FullName} has a route and says not who may see it";
        }

        foreach (var route in routes.Where(route => open != anonymous.Contains(route)))
        {
            yield return open ? $"{route} is open to everybody and not on the list" : $"{route} is on the list of open pages and is not open";
        }
    }

    private static List<string> Routes(TypeDefinition type) =>
        [.. type.CustomAttributes.Where(one => one.AttributeType.Name == "RouteAttribute").Select(one => (string)one.ConstructorArguments[0].Value)];

    private static bool Inherited(TypeDefinition? type, string attribute)
    {
        for (; type is not null && type.FullName != "System.Object"; type = type.BaseType?.Resolve())
        {
            if (type.CustomAttributes.Any(one => one.AttributeType.Name == attribute))
            {
                return true;
            }
        }

        return false;
    }
}
