using System.Net;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Features.Identity;

namespace Portal.Web.Tests.Hosting;

/// <summary>What a proxy says counts only where it is one of ours.</summary>
public sealed class ProxyTests(WebFixture web) : IClassFixture<WebFixture>
{
    private readonly WebPeople people = new(web);

    [Fact]
    [Trait("Norm", "164.312(e)")]
    public async Task A_trusted_proxy_that_ends_TLS_and_speaks_in_the_open_to_the_node_gets_no_page()
    {
        await using var own = await OwnHost.StartAsync(
            web, ("Portal:Http:Port", $"{OwnHost.FreePort()}"), ("Portal:Proxies", "127.0.0.0/8, ::1/128"), ("Portal:Url", "https://portal.example"));
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://localhost:{own.PlainPort}/sign-in");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Host = "portal.example";
        using var answer = await client.SendAsync(request);
        (answer.StatusCode, answer.Headers.Location?.OriginalString).ShouldBe((HttpStatusCode.PermanentRedirect, "https://portal.example/sign-in"));
    }

    // While developing, a proxy of one's own may speak to the node in the open; nobody else may.
    [Theory]
    [InlineData("127.0.0.0/8, ::1/128", HttpStatusCode.OK)]
    [InlineData("10.0.0.0/8", HttpStatusCode.PermanentRedirect)]
    public async Task Only_while_developing_and_only_from_a_trusted_proxy_is_a_request_in_the_open_answered(string proxies, HttpStatusCode expected)
    {
        await using var own = await OwnHost.StartAsync(
            web, "Development", ("Portal:Http:Port", $"{OwnHost.FreePort()}"), ("Portal:Proxies", proxies), ("Portal:Url", "https://portal.example"));
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://localhost:{own.PlainPort}/sign-in");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Host = "portal.example";
        using var answer = await client.SendAsync(request);
        answer.StatusCode.ShouldBe(expected);
    }

    // Of a chain of proxies each but the first must be trusted, and no more of them are believed than there are.
    [Theory]
    [InlineData("127.0.0.0/8, ::1/128", 1, "203.0.113.9")]
    [InlineData("127.0.0.0/8, ::1/128", 2, "203.0.113.9")]
    [InlineData("127.0.0.0/8, ::1/128, 203.0.113.0/24", 1, "203.0.113.9")]
    [InlineData("127.0.0.0/8, ::1/128, 203.0.113.0/24, 198.51.100.0/24", 2, "198.51.100.1")]
    [InlineData("10.0.0.0/8", 1, null)]
    [InlineData(null, 1, null)]
    [Trait("Norm", "ASVS 4.1.3")]
    public async Task The_address_in_the_log_is_the_callers_own_or_what_a_trusted_proxy_says(string? proxies, int hops, string? expected)
    {
        await using var own = await (proxies is null
            ? OwnHost.StartAsync(web)
            : OwnHost.StartAsync(web, ("Portal:Proxies", proxies), ("Portal:ProxyHops", $"{hops}"), ("Portal:Url", "https://portal.example")));
        using var browser = own.NewBrowser();
        // The nearest proxy wrote the last part, the one before it the one before; what stands at the front, anybody may have sent.
        browser.Always("X-Forwarded-For", "192.0.2.55, 198.51.100.1, 203.0.113.9");
        browser.Always("X-Forwarded-Host", "portal.example");
        var person = await people.NewAsync(Role.Clinician);
        using var signedIn = await WebPeople.PasswordAsync(browser, person);

        var ip = (await new People(web.Core).EntriesAsync(entry => entry is { Action: AuditAction.SignIn, Reason: "password" }))[^1].Ip!;
        (IPAddress.IsLoopback(ip) ? null : ip.ToString()).ShouldBe(expected);
        signedIn.Headers.Location!.Host.ShouldBe(expected is null ? "localhost" : "portal.example");
    }
}
