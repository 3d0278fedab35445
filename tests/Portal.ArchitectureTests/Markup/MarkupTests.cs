using Portal.ArchitectureTests.Reading;
using Portal.ArchitectureTests.Samples;

namespace Portal.ArchitectureTests.Markup;

public sealed class MarkupTests
{
    // Types that may make markup at run time, and what makes it harmless. Narratives and notes are words by the time they are stored (FhirText).
    private static readonly Dictionary<string, string> MayMakeMarkup = [];

    // Addresses made from values, and why none of them can be a script or lead to another host.
    private static readonly Dictionary<string, string> MayBeAddresses = new()
    {
        ["@Assets[...]"] = "names of our own files",
        ["@SignInSteps.With(...)"] = "a page of ours; where to go afterwards is escaped and local (LocalPath)",
        ["@SignInAddress"] = "the sign-in page; where to go afterwards is escaped and local (LocalPath)",
        ["@Next"] = "local (LocalPath)",
        ["@QrCode.DataUri(...)"] = "a picture made here, in base 64",
        ["@(Here)#main"] = "the path of this page",
        ["@place.Address"] = "a page of ours, from the list of the menu (NavItem)",
        ["@(Address)#@id"] = "/patients/, an id and the name of a section",
    };

    [Fact]
    [Trait("Norm", "ASVS 1.2.1")]
    public void No_text_becomes_markup_at_run_time()
    {
        var made = Assemblies.Web.Written().Concat(Assemblies.Portal.Written()).Where(type => !MayMakeMarkup.ContainsKey(type.FullName)).SelectMany(MarkupLaws.Made);
        made.ShouldBeEmpty();
        MarkupLaws.Made(Assemblies.Samples.GetType(typeof(MakesMarkup).FullName)).Count().ShouldBe(2);
    }

    [Fact]
    public void Our_scripts_make_no_markup_and_run_no_text()
    {
        Sources.Below("wwwroot-assets", ".js").SelectMany(file => MarkupLaws.InScript(file.Text).Select(found => $"{file.Name}: {found}")).ShouldBeEmpty();
        MarkupLaws.InScript("a.innerHTML = b; setTimeout('x', 1); eval (c)").Count().ShouldBe(3);
    }

    [Fact]
    [Trait("Norm", "ASVS 1.2.2")]
    public void Every_address_that_is_made_from_a_value_is_one_of_the_known_kinds()
    {
        Sources.Below("src", ".razor").SelectMany(file => MarkupLaws.Addresses(file.Text).Select(Kind).Except(MayBeAddresses.Keys).Select(kind => $"{file.Name}: {kind}"))
            .ShouldBeEmpty();
        MarkupLaws.Addresses("""<a href="@Link.Of(x["a"], (b))">a</a><a href="/patients/@id">b</a><a href="/@rest">c</a><img src="data:@kind" />""")
            .ShouldBe(["""@Link.Of(x["a"], (b))""", "/@rest", "data:@kind"]);
    }

    [Fact]
    public void Every_field_of_a_form_whose_text_is_kept_says_its_type()
    {
        // unsaved.js finds the fields by it: without it their text reaches the server only when they are left.
        Sources.Below("src", ".razor").SelectMany(file => MarkupLaws.UntypedFields(file.Text).Select(field => $"{file.Name}: {field}")).ShouldBeEmpty();
        MarkupLaws.UntypedFields("""<form data-typed><input type="text" id="a" /><input id="b" /></form><form><input id="c" /></form>""").ShouldBe(["""<input id="b" />"""]);
    }

    [Fact]
    public void Every_known_kind_of_address_is_still_in_use() =>
        MayBeAddresses.Keys.ShouldBeSubsetOf(Sources.Below("src", ".razor").SelectMany(file => MarkupLaws.Addresses(file.Text)).Select(Kind));

    private static string Kind(string value) => System.Text.RegularExpressions.Regex.Replace(
        value, @"^(@[\w.]+)([\[(]).*([\])])$", "$1$2...$3", System.Text.RegularExpressions.RegexOptions.Singleline, TimeSpan.FromSeconds(1));
}
