using Microsoft.EntityFrameworkCore;
using Portal.ArchitectureTests.Columns;
using Portal.ArchitectureTests.Samples;

namespace Portal.ArchitectureTests.Migrations;

public sealed class MigrationTests
{
    [Theory]
    [InlineData(nameof(Models.Postgres))]
    [InlineData(nameof(Models.SqlServer))]
    public void The_model_has_no_change_without_a_migration(string database) =>
        Models.Of(database).Database.HasPendingModelChanges().ShouldBeFalse("make the migration for both databases, under one name");

    [Fact]
    public void A_model_without_its_migration_is_found()
    {
        using var sample = new WrongContext();

        sample.Database.HasPendingModelChanges().ShouldBeTrue();
    }

    [Fact]
    public void Both_databases_have_the_same_migrations()
    {
        var ours = Names(Models.Postgres.Database.GetMigrations());

        ours.ShouldNotBeEmpty();
        Names(Models.SqlServer.Database.GetMigrations()).ShouldBe(ours);
        Names(["20260101000000_One"]).ShouldNotBe(Names(["20260101000000_Two"]));
    }

    private static List<string> Names(IEnumerable<string> migrations) => [.. migrations.Select(name => name[(name.IndexOf('_') + 1)..])];
}
