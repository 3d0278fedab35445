using System.Net;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Portal.Kernel.Access;

namespace Portal.Web.Tests.Routes;

/// <summary>Goes through the host's own list of endpoints, so that a new one cannot be forgotten.</summary>
public sealed class RouteTests(WebFixture web) : IClassFixture<WebFixture>
{
    private readonly WebPeople people = new(web);

    [Fact]
    [Trait("Norm", "164.308(a)(4)")]
    [Trait("Norm", "ASVS 8.2.1")]
    public async Task Every_address_answers_each_role_as_approved_and_as_its_permission_says()
    {
        await using var host = await OwnHost.StartAsync(web);
        var matrix = new RouteMatrix(host, people);
        Approved.Check("routes.txt", await matrix.WriteAsync());

        foreach (var route in PortalRoute.Of(host.Services).Where(route => route.Method == "GET"))
        {
            var asked = route.Endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).OfType<string>().Select(Enum.Parse<Permission>).ToList();
            foreach (var role in asked.Count == 0 ? [] : Roles.OfPeople)
            {
                (await matrix.AskAsync(route, role) == "denied").ShouldBe(!asked.TrueForAll(permission => Roles.Permit(role, permission)), $"{role} asks for {route.Pattern}");
            }
        }
    }

    [Fact]
    public async Task Styles_and_scripts_are_open_and_carry_the_headers()
    {
        await using var host = await OwnHost.StartAsync(web);
        using var nobody = host.NewBrowser();
        var all = PortalRoute.StaticOf(host.Services);
        // One of each folder and kind; they are served by the same code.
        foreach (var path in all.GroupBy(path => (path.Split('/')[1], Path.GetExtension(path))).Select(group => group.First()))
        {
            using var answer = await nobody.GetAsync(path);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            answer.ShouldBeHardened(mayBeKept: true);
        }

        all.Where(path => path.EndsWith(".map", StringComparison.Ordinal) || path.EndsWith(".json", StringComparison.Ordinal) || path.Contains("/.")).ShouldBeEmpty("nothing but what pages need is served");
    }

    [Theory]
    [InlineData(Role.Administrator)]
    [InlineData(Role.Clinician)]
    [InlineData(Role.Patient)]
    [Trait("Norm", "ASVS 3.5.1")]
    public async Task Nothing_takes_a_form_without_a_token(Role role)
    {
        await using var host = await OwnHost.StartAsync(web);
        using var browser = host.NewBrowser();
        using var signedIn = await WebPeople.SignInAsync(browser, await people.NewAsync(role));
        foreach (var route in PortalRoute.Of(host.Services).Where(route => route.Method == "POST"))
        {
            using var answer = await browser.PostAsync(route.Path, ("_handler", "sign-in"), ("x", "y"));
            ShouldBeRefused(route, answer);
            // What a foreign page may send without being asked for leave.
            using var text = await browser.PostAsync(route.Path, new StringContent("_handler=sign-in&x=y", Encoding.UTF8, "text/plain"));
            ShouldBeRefused(route, text);
        }

        using var home = await browser.GetAsync("/account");
        home.Headers.Location?.OriginalString.ShouldNotStartWith("/sign-in");
    }

    private static void ShouldBeRefused(PortalRoute route, HttpResponseMessage answer)
    {
        var refused = answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.UnsupportedMediaType
            || answer.Headers.Location?.OriginalString.EndsWith("/denied", StringComparison.Ordinal) is true;
        refused.ShouldBeTrue($"{route.Pattern} answered {(int)answer.StatusCode}");
        answer.ShouldBeHardened();
    }

    [Theory]
    [InlineData("TRACE")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    [InlineData("PROPFIND")]
    [Trait("Norm", "ASVS 4.1.4")]
    public async Task Odd_methods_do_nothing_anywhere(string method)
    {
        await using var host = await OwnHost.StartAsync(web);
        using var nobody = host.NewBrowser();
        foreach (var path in new[] { "/", "/sign-in", "/sign-out", "/css/app.css", "/health/live", "/patients" })
        {
            using var answer = await nobody.SendAsync(method, path);
            answer.IsSuccessStatusCode.ShouldBeFalse($"{method} {path}");
            answer.ShouldBeHardened(mayBeKept: true);
            (await answer.Content.ReadAsStringAsync()).ShouldNotContain("Test browser", customMessage: "a TRACE that gives back what was sent shows cookies to scripts");
        }
    }
}
