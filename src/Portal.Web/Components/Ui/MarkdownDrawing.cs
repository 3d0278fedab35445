using System.Globalization;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Components.Rendering;

namespace Portal.Web.Components.Ui;

/// <summary>Draws parsed Markdown. A heading of the text is one level lower than it says: the page has the first one.</summary>
internal sealed class MarkdownDrawing(RenderTreeBuilder builder)
{
    private const int LowestHeading = 6;

    private int step = 10;

    public void Draw(ContainerBlock blocks)
    {
        foreach (var block in blocks)
        {
            Draw(block);
        }
    }

    /// <summary>Whether a link may lead there: to a place of the portal, or to another host by https.</summary>
    internal static bool MayLead(string? address) =>
        address is { Length: > 1 } && ((address[0] == '/' && char.IsAsciiLetter(address[1]))
            || (address.StartsWith("https://", StringComparison.OrdinalIgnoreCase) && Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps));

    private void Draw(Block block)
    {
        switch (block)
        {
            case HeadingBlock heading:
                In($"h{Math.Min(heading.Level + 1, LowestHeading).ToString(CultureInfo.InvariantCulture)}", () => Inlines(heading.Inline));
                break;
            case ParagraphBlock { Parent: ListItemBlock { Parent: ListBlock { IsLoose: false } } } tight:
                Inlines(tight.Inline);
                break;
            case ParagraphBlock paragraph:
                In("p", () => Inlines(paragraph.Inline));
                break;
            case ListBlock list:
                DrawList(list);
                break;
            case QuoteBlock quote:
                In("blockquote", () => Draw(quote));
                break;
            case Table table:
                new MarkdownTable(builder, In, Inlines).Draw(table);
                break;
            case CodeBlock code:
                In("pre", () => In("code", () => builder.AddContent(step++, code.Lines.ToString())));
                break;
            case ThematicBreakBlock:
                In("hr", () => { });
                break;
        }
    }

    private void DrawList(ListBlock list) => In(list.IsOrdered ? "ol" : "ul", () =>
    {
        if (list.IsOrdered && int.TryParse(list.OrderedStart, CultureInfo.InvariantCulture, out var first) && first != 1)
        {
            builder.AddAttribute(step++, "start", first);
        }

        foreach (var item in list.OfType<ListItemBlock>())
        {
            In("li", () => Draw(item));
        }
    });

    private void Inlines(ContainerInline? inlines)
    {
        foreach (var inline in inlines ?? Enumerable.Empty<Inline>())
        {
            Draw(inline);
        }
    }

    private void Draw(Inline inline)
    {
        switch (inline)
        {
            case LiteralInline literal:
                builder.AddContent(step++, literal.Content.ToString());
                break;
            case HtmlEntityInline entity:
                builder.AddContent(step++, entity.Transcoded.ToString());
                break;
            case CodeInline code:
                In("code", () => builder.AddContent(step++, code.Content));
                break;
            case LineBreakInline { IsHard: true }:
                In("br", () => { });
                break;
            case LineBreakInline:
                builder.AddContent(step++, "\n");
                break;
            case EmphasisInline emphasis:
                In(emphasis.DelimiterCount == 2 ? "strong" : "em", () => Inlines(emphasis));
                break;
            case LinkInline { IsImage: false, Url: var address } link when MayLead(address):
                Link(address!, () => Inlines(link));
                break;
            case AutolinkInline { IsEmail: false } auto when MayLead(auto.Url):
                Link(auto.Url, () => builder.AddContent(step++, auto.Url));
                break;
            case AutolinkInline auto:
                builder.AddContent(step++, auto.Url);
                break;
            case ContainerInline rest:
                Inlines(rest);
                break;
        }
    }

    private void Link(string address, Action inside) => In("a", () =>
    {
        builder.AddAttribute(step++, "href", address);
        builder.AddAttribute(step++, "rel", "noopener noreferrer");
        inside();
    });

    private void In(string element, Action inside)
    {
        builder.OpenElement(step++, element);
        inside();
        builder.CloseElement();
    }
}
