using Bunit;
using Portal.Kernel.Crypto;
using Portal.Web.Components.Ui;

namespace Portal.Web.Tests.Features.Patients;

public sealed class CellTests : PartsContext
{
    [Fact]
    public void A_value_is_shown() => Text(Revealed<string>.Of("value")).ShouldBe("value");

    [Fact]
    public void An_empty_cell_says_so_to_a_screen_reader() => Text(Revealed<string>.Missing).ShouldBe("—Not recorded");

    [Fact]
    public void A_damaged_cell_says_what_to_do()
    {
        var text = Text(Revealed<string>.Damaged);

        text.ShouldContain("Unreadable");
        text.ShouldContain("Tell your administrator");
    }

    [Fact]
    public void Markup_in_a_value_stays_text() =>
        Render<Cell<string>>(p => p.Add(c => c.Value, Revealed<string>.Of("<b>x</b>"))).FindAll("b").ShouldBeEmpty();

    private string Text(Revealed<string> value) =>
        string.Concat(Render<Cell<string>>(p => p.Add(c => c.Value, value)).Nodes.Select(node => node.TextContent)).Trim();
}
