using System.Net;
using System.Net.WebSockets;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Features.Identity;
using Portal.Web.Security;

namespace Portal.Web.Tests.Hosting;

/// <summary>Who may open a circuit: pages of this portal, signed in, and not too many at a time.</summary>
public sealed class HubOriginTests(WebFixture web) : IClassFixture<WebFixture>
{
    private readonly WebPeople people = new(web);

    private string Own => web.Address.GetLeftPart(UriPartial.Authority);

    [Theory]
    [InlineData("https://elsewhere.example")]
    [InlineData("http://localhost")]
    [InlineData("https://localhost.elsewhere.example")]
    [InlineData("null")]
    [InlineData(null)]
    [Trait("Norm", "ASVS 4.4.2")]
    public async Task A_WebSocket_from_a_foreign_page_is_refused_although_the_cookie_is_good(string? origin)
    {
        using var browser = await people.SignedInAsync(Role.Clinician);
        (await ConnectAsync(web.Address, browser, origin)).ShouldBe(HttpStatusCode.Forbidden);
        (await ConnectAsync(web.Address, browser, Own)).ShouldBe(HttpStatusCode.SwitchingProtocols);
    }

    [Fact]
    public async Task A_browser_that_names_no_origin_may_say_that_it_is_the_same()
    {
        using var browser = await people.SignedInAsync(Role.Nurse);
        (await ConnectAsync(web.Address, browser, null, ("Sec-Fetch-Site", "same-origin"))).ShouldBe(HttpStatusCode.SwitchingProtocols);
        (await ConnectAsync(web.Address, browser, null, ("Sec-Fetch-Site", "cross-site"))).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Nobody_opens_one_without_a_session()
    {
        using var nobody = web.NewBrowser();
        (await ConnectAsync(web.Address, nobody, Own)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    [Trait("Norm", "ASVS 16.3.3")]
    public async Task A_foreign_page_is_one_entry_that_names_whose_cookie_it_used()
    {
        using var browser = web.NewBrowser();
        var person = await people.NewAsync(Role.Clinician);
        using var signedIn = await WebPeople.SignInAsync(browser, person);
        await ConnectAsync(web.Address, browser, "https://elsewhere.example");
        await ConnectAsync(web.Address, browser, "https://elsewhere.example");
        (await new People(web.Core).EntriesAsync(entry => entry is { Reason: "foreign-origin", Outcome: AuditOutcome.Denied } && entry.Account == person.Id)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task One_account_holds_no_more_circuits_at_a_time_than_the_limit()
    {
        await using var own = await OwnHost.StartAsync(web, ("Portal:Limits:Circuits", "1"));
        using var browser = own.NewBrowser();
        using var signedIn = await WebPeople.SignInAsync(browser, await people.NewAsync(Role.Clinician));
        var origin = own.Address.GetLeftPart(UriPartial.Authority);
        using (var first = await OpenAsync(own.Address, browser, origin))
        {
            first.State.ShouldBe(WebSocketState.Open);
            (await ConnectAsync(own.Address, browser, origin)).ShouldBe(HttpStatusCode.TooManyRequests);
        }
    }

    private static async Task<HttpStatusCode> ConnectAsync(Uri portal, Browser browser, string? origin, params (string Name, string Value)[] headers)
    {
        using var socket = NewSocket(browser, origin, headers);
        try
        {
            await socket.ConnectAsync(AddressOf(portal), new HttpMessageInvoker(browser.NewHandler()), default);
        }
        catch (WebSocketException)
        {
            // The status says why.
        }

        return socket.HttpStatusCode;
    }

    private static async Task<ClientWebSocket> OpenAsync(Uri portal, Browser browser, string origin)
    {
        var socket = NewSocket(browser, origin);
        await socket.ConnectAsync(AddressOf(portal), new HttpMessageInvoker(browser.NewHandler()), default);
        return socket;
    }

    private static ClientWebSocket NewSocket(Browser browser, string? origin, params (string Name, string Value)[] headers)
    {
        var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        if (browser.Cookie(PortalScheme.SessionCookie) is { } token)
        {
            socket.Options.SetRequestHeader("Cookie", $"{PortalScheme.SessionCookie}={token}");
        }

        foreach (var (name, value) in origin is null ? headers : [.. headers, ("Origin", origin)])
        {
            socket.Options.SetRequestHeader(name, value);
        }

        return socket;
    }

    private static Uri AddressOf(Uri portal) => new UriBuilder(portal) { Scheme = "wss", Path = "/_blazor" }.Uri;
}
