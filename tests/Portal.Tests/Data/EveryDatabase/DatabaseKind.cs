using System.Reflection;
using Xunit.Sdk;

namespace Portal.Tests.Data.EveryDatabase;

/// <summary>The databases that a test written once runs on.</summary>
public enum DatabaseKind
{
    Postgres,
    SqlServer,
}

/// <summary>Runs a theory on PostgreSQL, which every machine has.</summary>
public sealed class OnPostgresAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[DatabaseKind.Postgres]];
}

/// <summary>Runs a theory on the SQL Server that PORTAL_TEST_SQLSERVER names (a connection string); shown as skipped without one.</summary>
public sealed class OnSqlServerAttribute : DataAttribute
{
    public const string Variable = "PORTAL_TEST_SQLSERVER";

    public OnSqlServerAttribute()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable)))
        {
            Skip = $"set {Variable} to a connection string to run it on SQL Server";
        }
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[DatabaseKind.SqlServer]];
}
