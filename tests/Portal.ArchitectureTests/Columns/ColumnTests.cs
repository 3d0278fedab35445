using Microsoft.EntityFrameworkCore;
using Portal.ArchitectureTests.Reading;
using Portal.ArchitectureTests.Samples;

namespace Portal.ArchitectureTests.Columns;

public sealed class ColumnTests
{
    [Theory]
    [InlineData(nameof(Models.Postgres))]
    [InlineData(nameof(Models.SqlServer))]
    [Trait("Norm", "164.312(a)(2)(iv)")]
    public void Every_column_is_classified_and_every_one_about_a_person_encrypted_and_sealed(string database) =>
        ColumnLaws.Violations(Models.ModelOf(Models.Of(database))).ShouldBeEmpty();

    [Theory]
    [InlineData("wrong.notes.unclassified is not classified")]
    [InlineData("wrong.notes.name is Pii and not Protected")]
    [InlineData("wrong.notes.kind is plain without a reason")]
    [InlineData("wrong.notes.token is BlindIndex, stored as text, and says not why")]
    [InlineData("wrong.notes.open_secret is Protected and classified as Plain")]
    [InlineData("wrong.notes.deleted_at marks a patient's row as deleted in place of deleting it")]
    [InlineData("wrong.notes: the seal leaves out Token")]
    public void A_column_that_breaks_the_law_is_found(string fault)
    {
        using var sample = new WrongContext();

        ColumnLaws.Violations(Models.ModelOf(sample)).ShouldContain(fault);
    }

    [Fact]
    [Trait("Norm", "164.312(a)(2)(iv)")]
    public void The_columns_in_plain_text_are_as_approved() =>
        Approved.Check("plain-columns.txt", ColumnLaws.PlainColumns(Models.ModelOf(Models.Postgres)));

    [Fact]
    public void A_plain_column_that_nobody_approved_shows_up_as_a_difference()
    {
        using var sample = new WrongContext();

        Approved.Differences(ColumnLaws.PlainColumns(Models.ModelOf(Models.Postgres)), ColumnLaws.PlainColumns(Models.ModelOf(sample)))
            .ShouldContain(line => line.StartsWith("+ wrong.notes.kind"));
    }

    [Fact]
    public void Both_databases_store_the_same_columns_in_plain_text() =>
        ColumnLaws.PlainColumns(Models.ModelOf(Models.SqlServer)).ShouldBe(ColumnLaws.PlainColumns(Models.ModelOf(Models.Postgres)));
}
