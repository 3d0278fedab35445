using Markdig;
using Markdig.Syntax;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Portal.Web.Components.Ui;

/// <summary>
/// Shows Markdown: headings, paragraphs, lists, tables, quotes, code, emphasis and links. It is drawn from the parsed text element by element, so that no text can become markup;
/// HTML in it stays text, pictures become their words, and links lead within the portal or to https (ASVS 1.3.1).
/// </summary>
public sealed class MarkdownText : ComponentBase
{
    private static readonly MarkdownPipeline Grammar = new MarkdownPipelineBuilder().UsePipeTables().DisableHtml().Build();

    /// <summary>The Markdown.</summary>
    [Parameter, EditorRequired] public string Text { get; set; } = "";

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.OpenElement(0, "div");
        builder.AddAttribute(1, "class", "prose");
        if (Parse() is { } parsed)
        {
            new MarkdownDrawing(builder).Draw(parsed);
        }
        else
        {
            builder.AddContent(2, Text);
        }

        builder.CloseElement();
    }

    // What is nested deeper than anybody writes is shown as it stands.
    private MarkdownDocument? Parse()
    {
        try
        {
            return Markdown.Parse(Text, Grammar);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
