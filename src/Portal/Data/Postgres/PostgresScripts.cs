using System.Reflection;

namespace Portal.Data.Postgres;

/// <summary>SQL written by hand, kept as files in the assembly.</summary>
internal static class PostgresScripts
{
    public static string Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Portal.Data.Postgres.{name}")
            ?? throw new InvalidOperationException($"{name} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
