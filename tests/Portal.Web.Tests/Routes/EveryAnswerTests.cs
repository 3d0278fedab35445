using System.Net;
using System.Net.Http.Headers;
using Portal.Kernel.Access;

namespace Portal.Web.Tests.Routes;

/// <summary>The headers on answers of every kind; what is no request at all, Kestrel refuses by itself, with a bare status and nothing to protect. Those of every address are asked for in RouteTests, 429 in RateLimitTests, 421 in OwnNamesTests.</summary>
[Trait("Norm", "ASVS 3.4")]
public sealed class EveryAnswerTests(WebFixture web) : IClassFixture<WebFixture>
{
    private readonly WebPeople people = new(web);

    [Theory]
    [InlineData("GET", "/privacy", 200)]
    [InlineData("GET", "/", 302)]
    [InlineData("POST", "/sign-in", 400)]
    [InlineData("GET", "/_blazor/negotiate", 401)]
    [InlineData("POST", "/_blazor/negotiate?negotiateVersion=1", 401)]
    [InlineData("GET", "/css/no-such.css", 302)]
    [InlineData("DELETE", "/sign-in", 302)]
    [InlineData("GET", "/health/ready", 200)]
    public async Task To_nobody(string method, string path, int status)
    {
        using var browser = web.NewBrowser();
        await ShouldBeHardenedAsync(browser, method, path, status);
    }

    [Theory]
    [InlineData("GET", "/only/ManageAccounts", 302)]
    [InlineData("GET", "/denied", 403)]
    [InlineData("GET", "/no-such-page", 404)]
    [InlineData("GET", "/answers/404", 404)]
    [InlineData("GET", "/answers/413", 413)]
    [InlineData("GET", "/throws", 500)]
    [InlineData("GET", "/away", 503)]
    [InlineData("POST", "/away", 503)]
    [InlineData("GET", "/session/state", 200)]
    [InlineData("POST", "/session/stay", 400)]
    [InlineData("GET", "/_blazor/negotiate", 403)]
    [InlineData("GET", "/patients", 200)]
    public async Task To_somebody_who_signed_in(string method, string path, int status)
    {
        using var browser = await people.SignedInAsync(Role.Clinician);
        await ShouldBeHardenedAsync(browser, method, path, status);
    }

    [Fact]
    public async Task Of_a_negotiation_that_succeeds_and_of_a_WebSocket_that_opens()
    {
        using var browser = await people.SignedInAsync(Role.Clinician);
        browser.Always("Origin", web.Address.GetLeftPart(UriPartial.Authority));
        await ShouldBeHardenedAsync(browser, "POST", "/_blazor/negotiate?negotiateVersion=1", 200);

        using var http = new HttpMessageInvoker(browser.NewHandler());
        using var upgrade = new HttpRequestMessage(HttpMethod.Get, new Uri(web.Address, "/_blazor")) { Version = HttpVersion.Version11 };
        upgrade.Headers.Add("Origin", web.Address.GetLeftPart(UriPartial.Authority));
        upgrade.Headers.Connection.Add("Upgrade");
        upgrade.Headers.Upgrade.Add(new ProductHeaderValue("websocket"));
        upgrade.Headers.Add("Sec-WebSocket-Version", "13");
        upgrade.Headers.Add("Sec-WebSocket-Key", Convert.ToBase64String(Guid.NewGuid().ToByteArray()));
        using var opened = await http.SendAsync(upgrade, default);
        opened.StatusCode.ShouldBe(HttpStatusCode.SwitchingProtocols);
        opened.ShouldBeHardened();
    }

    [Fact]
    public async Task Of_a_style_that_the_browser_has_already_and_of_a_part_of_one()
    {
        using var http = new HttpMessageInvoker(web.NewBrowser().NewHandler());
        using var whole = await http.SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(web.Address, "/css/app.css")), default);
        using var again = new HttpRequestMessage(HttpMethod.Get, new Uri(web.Address, "/css/app.css"));
        again.Headers.IfNoneMatch.Add(whole.Headers.ETag!);
        using var kept = await http.SendAsync(again, default);
        kept.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        kept.ShouldBeHardened(mayBeKept: true);
    }

    [Fact]
    public async Task Of_the_plain_port()
    {
        await using var own = await OwnHost.StartAsync(web, ("Portal:Http:Port", $"{OwnHost.FreePort()}"));
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var plain = new Uri($"http://localhost:{own.PlainPort}/sign-in");
        using var led = await client.GetAsync(plain);
        led.StatusCode.ShouldBe(HttpStatusCode.PermanentRedirect);
        led.ShouldBeHardened();
        using var refused = await client.PostAsync(plain, new StringContent("Password=x"));
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        refused.ShouldBeHardened();
    }

    private static async Task ShouldBeHardenedAsync(Browser browser, string method, string path, int status)
    {
        using var answer = await browser.SendAsync(method, path);
        ((int)answer.StatusCode).ShouldBe(status);
        answer.ShouldBeHardened();
    }
}
