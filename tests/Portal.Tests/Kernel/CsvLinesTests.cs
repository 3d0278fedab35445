using Portal.Kernel.Csv;

namespace Portal.Tests.Kernel;

public sealed class CsvLinesTests
{
    [Theory]
    [InlineData("a,b\r\n1,2\r\n")]
    [InlineData("\uFEFFa;b\n1;2")]
    [InlineData("a\tb\r1\t2")]
    [InlineData("\"a\",\"b\"\n\"1\",2\n\n,\n")]
    public void Commas_semicolons_tabs_and_each_end_of_line_are_read(string text) =>
        CsvLines.Read(text).SelectMany(line => line.Cells).ShouldBe(["a", "b", "1", "2"]);

    [Fact]
    public void A_quoted_cell_holds_borders_quotes_and_lines_and_the_numbers_of_lines_stay_true()
    {
        var lines = CsvLines.Read("a,b\n\"x\ny \"\"z\"\", w\",2\n3,4\n");
        lines[1].Cells.ShouldBe(["x\ny \"z\", w", "2"]);
        lines.Select(line => line.Line).ShouldBe([1, 2, 4]);
    }

    [Theory]
    [InlineData("a,b\n\"open,2\n")]
    [InlineData("a,b\n\"x\"y,2\n")]
    public void A_quote_that_is_not_closed_or_has_something_behind_it_breaks_its_line(string text) => CsvLines.Read(text)[1].IsBroken.ShouldBeTrue();

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1 555 0100")]
    [InlineData("-5")]
    [InlineData("@home")]
    [InlineData("'quoted'")]
    [InlineData("plain; text")]
    [InlineData("O'Neill")]
    public void What_the_table_wrote_reads_as_what_it_was_written_from(string cell)
    {
        using var to = new StringWriter();
        using (var table = new CsvTable(to, "head"))
        {
            table.Add(cell);
        }

        CsvLines.Read(to.ToString())[1].Cells.ShouldBe([cell]);
    }
}
