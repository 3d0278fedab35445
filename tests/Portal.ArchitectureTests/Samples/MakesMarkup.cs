using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Portal.ArchitectureTests.Samples;

/// <summary>A part that shows a text as markup, in both ways.</summary>
public sealed class MakesMarkup : ComponentBase
{
    [Parameter]
    public string Text { get; set; } = "";

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.AddContent(0, new MarkupString(Text));
        builder.AddMarkupContent(1, Text);
    }
}
