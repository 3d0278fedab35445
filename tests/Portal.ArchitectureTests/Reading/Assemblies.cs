using System.Reflection;
using Mono.Cecil;

namespace Portal.ArchitectureTests.Reading;

/// <summary>The built assemblies, opened for reading. Laws read what was compiled, so a comment or a string cannot fool them.</summary>
internal static class Assemblies
{
    private static readonly DefaultAssemblyResolver Resolver = NewResolver();

    public static ModuleDefinition Portal { get; } = Open(typeof(PortalAssembly).Assembly);

    public static ModuleDefinition SqlServer { get; } = Open(typeof(SqlServer.SqlServerAssembly).Assembly);

    public static ModuleDefinition Web { get; } = Open(typeof(Web.Components.App).Assembly);

    /// <summary>This test project itself: it holds the samples that break the laws.</summary>
    public static ModuleDefinition Samples { get; } = Open(typeof(Assemblies).Assembly);

    private static ModuleDefinition Open(Assembly assembly) =>
        ModuleDefinition.ReadModule(assembly.Location, new ReaderParameters { AssemblyResolver = Resolver, InMemory = true });

    private static DefaultAssemblyResolver NewResolver()
    {
        var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(AppContext.BaseDirectory);
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(object).Assembly.Location));
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(Microsoft.AspNetCore.Http.HttpContext).Assembly.Location));
        return resolver;
    }
}
