using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using Portal.SqlServer;

namespace Portal.Tests.Data.SqlServer;

/// <summary>The scripts for SQL Server are made and parse. Nothing here connects; running them is <see cref="EveryDatabase.SealedRowTests"/>' part.</summary>
public sealed class TSqlScriptTests : IDisposable
{
    private readonly SqlServerDbContext context = new SqlServerDesignTime().CreateDbContext([]);

    [Fact]
    public void The_model_has_no_change_without_a_migration() => context.Database.HasPendingModelChanges().ShouldBeFalse();

    [Fact]
    public void The_script_of_a_new_database_parses() => FaultsOf(context.Database.GenerateCreateScript()).ShouldBeEmpty();

    [Fact]
    public void The_script_of_all_migrations_parses_and_makes_every_table()
    {
        var script = context.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);

        FaultsOf(script).ShouldBeEmpty();
        context.Model.GetEntityTypes().Select(type => $"CREATE TABLE [{type.GetSchema()}].[{type.GetTableName()}]").Where(text => !script.Contains(text)).ShouldBeEmpty();
    }

    [Fact]
    public void A_script_that_is_not_T_SQL_is_found() => FaultsOf("CREATE TABLE pii.patients (id uuid NOT NULL DEFAULT gen_random_uuid()) PARTITION BY RANGE (id);").ShouldNotBeEmpty();

    public void Dispose() => context.Dispose();

    private static List<string> FaultsOf(string script)
    {
        using var reader = new StringReader(script);
        new TSql150Parser(initialQuotedIdentifiers: true).Parse(reader, out var errors);
        return [.. errors.Select(error => $"line {error.Line}: {error.Message}")];
    }
}
