using Bunit;
using Portal.Web.Components.Ui;

namespace Portal.Web.Tests.Components;

[Trait("Norm", "ASVS 1.3.1")]
public sealed class MarkdownTextTests : BunitContext
{
    [Fact]
    public void Headings_lists_tables_and_emphasis_are_drawn_a_heading_one_level_lower()
    {
        var page = Draw("# Title\n\nA **strong** and *soft* `word`.\n\n- one\n- two\n\n3. third\n\n| What | Long |\n|---|---|\n| Log | six years |\n\n> said\n\n---\n");

        page.Find("h2").TextContent.ShouldBe("Title");
        page.FindAll("h1").ShouldBeEmpty();
        (page.Find("strong").TextContent, page.Find("em").TextContent, page.Find("p code").TextContent).ShouldBe(("strong", "soft", "word"));
        page.FindAll("ul > li").Select(item => item.TextContent).ShouldBe(["one", "two"]);
        page.Find("ol").GetAttribute("start").ShouldBe("3");
        page.Find("tbody th[scope=row]").TextContent.ShouldBe("Log");
        page.Find("tbody td").GetAttribute("data-label").ShouldBe("Long");
        page.FindAll("blockquote, hr").Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("text <b onclick=alert(1)>bold</b>")]
    [InlineData("![picture](https://elsewhere.example/pixel.png)")]
    [InlineData("<div>\n<iframe src='https://elsewhere.example'></iframe>\n</div>")]
    [InlineData("&lt;script&gt;alert(1)&lt;/script&gt;")]
    public void No_text_becomes_markup(string text) => Draw(text).FindAll("script, img, b, iframe, [onclick], [onerror]").ShouldBeEmpty();

    [Theory]
    [InlineData("[go](/policies)", "/policies")]
    [InlineData("[go](https://www.hhs.gov/hipaa)", "https://www.hhs.gov/hipaa")]
    [InlineData("<https://www.hhs.gov/hipaa>", "https://www.hhs.gov/hipaa")]
    public void Links_lead_within_the_portal_or_to_https(string text, string address) => Draw(text).Find("a").GetAttribute("href").ShouldBe(address);

    [Theory]
    [InlineData("[go](javascript:alert(1))")]
    [InlineData("[go](JaVaScRiPt:alert(1))")]
    [InlineData("[go](//elsewhere.example)")]
    [InlineData("[go](/\\\\elsewhere.example)")]
    [InlineData("[go](http://elsewhere.example)")]
    [InlineData("[go](data:text/html,x)")]
    [InlineData("[go](&#106;avascript:alert(1))")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("[go]: javascript:alert(1)\n\n[go]")]
    public void Any_other_link_stays_text(string text) => Draw(text).FindAll("a").ShouldBeEmpty();

    [Fact]
    public void What_is_nested_deeper_than_anybody_writes_is_shown_as_it_stands() => Draw(new string('>', 5000) + " x").Find(".prose").TextContent.ShouldContain("x");

    private IRenderedComponent<MarkdownText> Draw(string text) => Render<MarkdownText>(p => p.Add(t => t.Text, text));
}
