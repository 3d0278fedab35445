using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Portal.Web.Tests.Hosting;

/// <summary>Requests that name another host than the portal's own, as a page of somebody else, a scanner or a poisoned cache sends them; asked by raw connections.</summary>
[Trait("Norm", "ASVS 4.1.3")]
public sealed class OwnNamesTests(WebFixture web) : IClassFixture<WebFixture>
{
    private const string Url = "https://portal.example";

    private const string Misdirected = "HTTP/1.1 421";

    [Theory]
    [InlineData("elsewhere.example")]
    [InlineData("localhost.elsewhere.example")]
    [InlineData("elsewhere.example:443")]
    [InlineData("127.0.0.2")]
    [InlineData("a b")]
    [InlineData("")]
    public async Task A_host_that_is_not_ours_gets_a_sentence_and_no_page_no_redirect_and_no_cookie(string host)
    {
        foreach (var settings in new (string, string)[][] { [], [("Portal:Url", Url)] })
        {
            await using var own = await OwnHost.StartAsync(web, settings);
            foreach (var path in new[] { "/", "/sign-in", "/css/app.css", "/no-such-page" })
            {
                var answer = await AskAsync(own.Port, $"GET {path} HTTP/1.1\r\nHost: {host}\r\n");
                (answer.StartsWith(Misdirected, StringComparison.Ordinal) || answer.StartsWith("HTTP/1.1 400", StringComparison.Ordinal)).ShouldBeTrue($"{path}: {answer.Split('\n')[0]}");
                answer.ShouldNotContain("Set-Cookie", Case.Insensitive);
                answer.ShouldNotContain("Location:", Case.Insensitive);
                answer.ShouldNotContain("elsewhere");
            }
        }
    }

    [Theory]
    [InlineData("portal.example", true)]
    [InlineData("PORTAL.example:8443", true)]
    [InlineData("localhost", true)]
    [InlineData("[::1]", true)]
    [InlineData("other.portal.example", false)]
    public async Task The_address_that_people_know_and_the_names_on_the_certificate_are_ours(string host, bool isOurs)
    {
        await using var own = await OwnHost.StartAsync(web, ("Portal:Url", Url));
        var answer = await AskAsync(own.Port, $"GET /sign-in HTTP/1.1\r\nHost: {host}\r\n");
        answer.ShouldStartWith(isOurs ? "HTTP/1.1 200" : Misdirected);
    }

    [Fact]
    public async Task A_second_name_in_the_request_line_or_in_a_strangers_header_changes_nothing()
    {
        await using var own = await OwnHost.StartAsync(web);
        (await AskAsync(own.Port, "GET https://elsewhere.example/ HTTP/1.1\r\nHost: localhost\r\n")).ShouldNotContain("elsewhere");
        var answer = await AskAsync(own.Port, "GET / HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nX-Forwarded-Host: elsewhere.example\r\nForwarded: host=elsewhere.example\r\n");
        answer.ShouldStartWith("HTTP/1.1 302");
        answer.ShouldNotContain("elsewhere");
    }

    [Fact]
    public async Task The_plain_port_leads_nobody_to_a_foreign_host_and_health_is_told_to_whoever_asks()
    {
        await using var own = await OwnHost.StartAsync(web, ("Portal:Http:Port", $"{OwnHost.FreePort()}"));
        var answer = await AskPlainAsync(own.PlainPort, "GET /patients HTTP/1.1\r\nHost: elsewhere.example\r\n");
        answer.ShouldStartWith(Misdirected);
        answer.ShouldNotContain("elsewhere");
        (await AskAsync(own.Port, "GET /health/live HTTP/1.1\r\nHost: 10.1.2.3\r\n")).ShouldStartWith("HTTP/1.1 200");
    }

    [Fact]
    [Trait("Norm", "164.312(e)")]
    public async Task The_public_name_is_asked_for_over_TLS_for_a_year_with_all_below_it()
    {
        await using var own = await OwnHost.StartAsync(web, ("Portal:Url", Url));
        foreach (var path in new[] { "/sign-in", "/css/app.css", "/no-such-page", "/_blazor/negotiate" })
        {
            (await AskAsync(own.Port, $"GET {path} HTTP/1.1\r\nHost: portal.example\r\n")).ShouldContain("Strict-Transport-Security: max-age=31536000; includeSubDomains", customMessage: path);
        }
    }

    private static async Task<string> AskAsync(int port, string head)
    {
        await using var tls = await RawTls.ConnectAsync(port, [SslApplicationProtocol.Http11]);
        return await AskAsync(tls, head);
    }

    private static async Task<string> AskPlainAsync(int port, string head)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("localhost", port);
        return await AskAsync(socket.GetStream(), head);
    }

    private static async Task<string> AskAsync(Stream stream, string head)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head + "Connection: close\r\n\r\n"));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
