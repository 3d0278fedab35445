using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Portal.TestKit;

/// <summary>Answers bUnit's request for AngleSharp.Diffing with the older version that a restricted feed has.</summary>
internal static class OlderDiffing
{
    [ModuleInitializer]
    internal static void Register() => AssemblyLoadContext.Default.Resolving += Resolve;

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name == "AngleSharp.Diffing"
            ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "older", "AngleSharp.Diffing.dll"))
            : null;
}
