using System.Net;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Portal.Kernel.Access;

namespace Portal.Web.Tests.Routes;

/// <summary>Every address that is told where to go next, told to go elsewhere. Answers are read as browsers read them: tabs and line ends fall out, a backslash is a slash.</summary>
[Trait("Norm", "ASVS 3.7.2")]
public sealed partial class OpenRedirectTests(WebFixture web) : IClassFixture<WebFixture>
{
    private static readonly string[] Pages = ["/account/confirm", "/sign-in", "/sign-in/code", "/sign-in/enrol", "/sign-in/recovery", "/signed-out"];

    private readonly WebPeople people = new(web);

    public static TheoryData<string> Hostile =>
    [
        "//elsewhere.example", "///elsewhere.example", "/\\elsewhere.example", "\\\\elsewhere.example", "\\/elsewhere.example", "https:elsewhere.example",
        "https:/elsewhere.example", "https://elsewhere.example", "HTTPS://elsewhere.example", "/\t/elsewhere.example", "/\n/elsewhere.example", "\r\n//elsewhere.example",
        " //elsewhere.example", "\u0000//elsewhere.example", "/%2f%2felsewhere.example", "%2f%2felsewhere.example", "/%5celsewhere.example", "/%09/elsewhere.example",
        "/..//elsewhere.example", "/.//elsewhere.example", "//localhost@elsewhere.example", "javascript:alert(1)", "data:text/html,x", "/\r\nSet-Cookie: planted=1",
    ];

    [Fact]
    public void These_are_all_pages_that_take_an_address_to_go_to()
    {
        var taking = typeof(Portal.Web.Security.PortalScheme).Assembly.GetTypes()
            .Where(type => type.GetProperties(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)
                .Any(one => one.GetCustomAttribute<SupplyParameterFromQueryAttribute>() is { } query && (query.Name ?? one.Name).EndsWith("url", StringComparison.OrdinalIgnoreCase)))
            .SelectMany(type => type.GetCustomAttributes<RouteAttribute>()).Select(route => route.Template);
        taking.Order(StringComparer.Ordinal).ShouldBe(Pages);
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task No_page_holds_or_gives_a_way_to_a_foreign_address(string target)
    {
        using var nobody = web.NewBrowser();
        using var somebody = await people.SignedInAsync(Role.Patient);
        using var waiting = web.NewBrowser();
        using var first = await WebPeople.PasswordAsync(waiting, await people.NewAsync(Role.Patient), $"/sign-in?returnUrl={Uri.EscapeDataString(target)}");
        ShouldStay(first.Headers.Location!.OriginalString, target);
        foreach (var browser in new[] { nobody, somebody, waiting })
        {
            foreach (var page in Pages)
            {
                using var answer = await browser.GetAsync($"{page}?returnUrl={Uri.EscapeDataString(target)}");
                ShouldStay(answer.Headers.Location?.OriginalString ?? "/", $"{page} {target}");
                foreach (var way in Ways().Matches(await answer.Content.ReadAsStringAsync()).Select(match => WebUtility.HtmlDecode(match.Groups["to"].Value)))
                {
                    ShouldStay(way, $"{page} {target}");
                }
            }
        }
    }

    [Theory]
    [InlineData("returnUrl")]
    [InlineData("url")]
    [InlineData("next")]
    [InlineData("redirect")]
    public async Task Nor_does_any_other_page_go_by_a_name_that_others_use(string name)
    {
        using var nobody = web.NewBrowser();
        using var somebody = await people.SignedInAsync(Role.Administrator);
        foreach (var browser in new[] { nobody, somebody })
        {
            foreach (var page in Pages.Concat(["/", "/activate", "/denied", "/people"]))
            {
                using var answer = await browser.GetAsync($"{page}?{name}={Uri.EscapeDataString("//elsewhere.example")}");
                ShouldStay(answer.Headers.Location?.OriginalString ?? "/", $"{page} {name}");
            }
        }
    }

    [Theory]
    [InlineData("/\t/elsewhere.example")]
    [InlineData("https:elsewhere.example")]
    [InlineData("/\\elsewhere.example")]
    public async Task Nor_is_one_led_there_by_the_code_or_the_recovery_code_that_signs_in(string target)
    {
        var asked = $"?returnUrl={Uri.EscapeDataString(target)}";
        using var enrolling = web.NewBrowser();
        var person = await people.NewAsync(Role.Patient, enrolled: false);
        using var first = await WebPeople.PasswordAsync(enrolling, person);
        var (codes, next) = await EnrolAsync(enrolling, asked);
        ShouldStay(next, target);
        using var coming = web.NewBrowser();
        using var again = await WebPeople.PasswordAsync(coming, person);
        using var recovered = await coming.SubmitAsync("/sign-in/recovery" + asked, ("Code", codes[0]));
        ShouldStay(recovered.Headers.Location!.OriginalString, target);

        using var other = web.NewBrowser();
        var enrolled = await people.NewAsync(Role.Patient);
        using var password = await WebPeople.PasswordAsync(other, enrolled);
        using var signedIn = await other.SubmitAsync("/sign-in/code" + asked, ("Code", WebPeople.CodeNow(enrolled.Secret)));
        ShouldStay(signedIn.Headers.Location!.OriginalString, target);
    }

    private static async Task<(IReadOnlyList<string> Codes, string Next)> EnrolAsync(Browser browser, string asked)
    {
        var html = await WebPeople.EnrolAsync(browser, "/sign-in/enrol" + asked);
        return (WebPeople.RecoveryCodesIn(html), WebUtility.HtmlDecode(Ways().Matches(html[html.IndexOf("codes-kept", StringComparison.Ordinal)..])[0].Groups["to"].Value));
    }

    private void ShouldStay(string to, string told)
    {
        var read = new string([.. to.Trim([.. Enumerable.Range(0, 33).Select(code => (char)code)]).Where(letter => letter is not ('\t' or '\n' or '\r'))]).Replace('\\', '/');
        new Uri(web.Address, read).Authority.ShouldBe(web.Address.Authority, told);
        read.ShouldNotStartWith("javascript:", Case.Insensitive);
    }

    [GeneratedRegex(" (?:href|action|src|data-to|data-next)=\"(?<to>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Ways();
}
