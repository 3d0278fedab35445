namespace Portal.ArchitectureTests.Samples;

/// <summary>Together with the tests themselves, a second place that names the second database.</summary>
internal static class NamesSqlServer
{
    public static Type Name() => typeof(SqlServer.SqlServerAssembly);
}
