using CsvHelper;
using FsCheck;
using FsCheck.Fluent;
using Portal.Kernel.Csv;

namespace Portal.Tests.Kernel.Csv;

public sealed class CsvTableTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-2+3", "'-2+3")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t'=1")]
    [InlineData("\r=1", "'\r'=1")]
    [InlineData("\n=1", "'\n'=1")]
    [InlineData("  =1", "  '=1")]
    [InlineData("\u200B=1", "\u200B'=1")]
    [InlineData("\uFEFF=1", "\uFEFF'=1")]
    [InlineData("\"=1", "\"'=1")]
    [InlineData("＝1", "'＝1")]
    [InlineData("＋1", "'＋1")]
    [InlineData("－1", "'－1")]
    [InlineData("＠1", "'＠1")]
    [InlineData("−1", "'−1")]
    [InlineData("a;=cmd|' /C calc'!A0", "a;'=cmd|' /C calc'!A0")]
    [InlineData("a\r\n=1", "a\r\n'=1")]
    [Trait("Norm", "ASVS 1.2.10")]
    public void What_could_begin_a_formula_gets_an_apostrophe(string text, string neutral) => CsvCell.Neutral(text).ShouldBe(neutral);

    [Theory]
    [InlineData("")]
    [InlineData("Ordóñez, Žofie")]
    [InlineData("line 2, byte 5")]
    [InlineData("a-b@c.example+d=e")]
    [InlineData("1 = 1")]
    public void Other_texts_stay_as_they_are(string text) => CsvCell.Neutral(text).ShouldBe(text);

    [Fact]
    public void Separators_quotes_and_line_ends_stay_inside_their_cell()
    {
        using var text = new StringWriter();
        using (var table = new CsvTable(text, "one", "two"))
        {
            table.Add("a,\"b\"\r\nc", null);
        }

        text.ToString().ShouldBe("\"one\",\"two\"\r\n\"a,\"\"b\"\"\r\nc\",\"\"\r\n");
        using var wrong = new CsvTable(text, "one");
        Should.Throw<ArgumentException>(() => wrong.Add("a", "b"));
    }

    [Fact]
    public void Whatever_is_written_is_read_back_in_as_many_cells_of_which_none_begins_a_formula() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string?>(), ArbMap.Default.ArbFor<string?>(), (first, second) =>
        {
            using var text = new StringWriter();
            using (var table = new CsvTable(text, "one", "two"))
            {
                table.Add(first, "=" + second);
            }

            using var csv = CsvReader.FromText(text.ToString());
            return csv.Read() && csv.FieldCount == 2 && csv.GetString(0) == Whole(CsvCell.Neutral(first ?? "")) && csv.GetString(1)[0] == '\'' && !csv.Read();
        }).QuickCheckThrowOnFailure();

    // Half a surrogate pair has no form in UTF-8.
    private static string Whole(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}
