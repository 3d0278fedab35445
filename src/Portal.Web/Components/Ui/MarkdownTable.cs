using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Components.Rendering;

namespace Portal.Web.Components.Ui;

/// <summary>Draws a table of Markdown as the portal's tables are: the first cell of a row is its heading, and on a narrow screen each cell says its column.</summary>
internal sealed class MarkdownTable(RenderTreeBuilder builder, Action<string, Action> element, Action<ContainerInline?> inlines)
{
    private int step = 1;

    public void Draw(Table table)
    {
        var rows = table.OfType<TableRow>().ToList();
        var columns = rows.Where(row => row.IsHeader).SelectMany(row => row.OfType<TableCell>()).Select(WordsOf).ToList();
        element("table", () =>
        {
            builder.AddAttribute(step++, "class", "table");
            element("thead", () => Rows(rows.Where(row => row.IsHeader), (cell, _) => Cell("th", ("scope", "col"), cell)));
            element("tbody", () => Rows(
                rows.Where(row => !row.IsHeader),
                (cell, at) => Cell(at == 0 ? "th" : "td", at == 0 ? ("scope", "row") : ("data-label", columns.ElementAtOrDefault(at) ?? ""), cell)));
        });
    }

    private static string WordsOf(TableCell cell) =>
        string.Concat(cell.Descendants<LiteralInline>().Select(literal => literal.Content.ToString()));

    private void Rows(IEnumerable<TableRow> rows, Action<TableCell, int> draw)
    {
        foreach (var row in rows)
        {
            element("tr", () =>
            {
                var at = 0;
                foreach (var cell in row.OfType<TableCell>())
                {
                    draw(cell, at++);
                }
            });
        }
    }

    private void Cell(string name, (string Name, string Value) attribute, TableCell cell) => element(name, () =>
    {
        builder.AddAttribute(step++, attribute.Name, attribute.Value);
        element("span", () =>
        {
            foreach (var paragraph in cell.OfType<ParagraphBlock>())
            {
                inlines(paragraph.Inline);
            }
        });
    });
}
