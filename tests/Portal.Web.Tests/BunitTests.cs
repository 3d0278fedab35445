using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Radzen;
using Radzen.Blazor;

namespace Portal.Web.Tests;

/// <summary>The component test library itself, because the build may substitute parts of it (build/Bunit).</summary>
public sealed class BunitTests : BunitContext
{
    public BunitTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddRadzenComponents();
    }

    [Fact]
    public void A_click_on_a_Radzen_button_reaches_its_handler()
    {
        var clicks = 0;
        var button = Render<RadzenButton>(p => p
            .Add(b => b.Text, "Open")
            .Add(b => b.Click, EventCallback.Factory.Create<MouseEventArgs>(this, () => clicks++)));

        button.Find("button").Click();

        clicks.ShouldBe(1);
        button.Find(".rz-button-text").MarkupMatches("""<span class="rz-button-text">Open</span>""");
    }

    [Fact]
    public void Markup_that_differs_is_reported()
    {
        var button = Render<RadzenButton>(p => p.Add(b => b.Text, "Open"));

        Should.Throw<HtmlEqualException>(() => button.Find(".rz-button-text").MarkupMatches("<span>Close</span>"));
    }
}
