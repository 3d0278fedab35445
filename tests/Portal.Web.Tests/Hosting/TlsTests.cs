using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using Portal.Kernel.Access;
using Portal.Web.Tests.Hosting.Certificates;

namespace Portal.Web.Tests.Hosting;

/// <summary>The real listeners, asked by raw connections.</summary>
public sealed class TlsTests(WebFixture web) : IClassFixture<WebFixture>
{
    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    [Trait("Norm", "164.312(e)")]
    public async Task TLS_12_and_13_are_spoken_with_authenticated_encryption(SslProtocols protocol)
    {
        await using var tls = await HandshakeAsync(web.Address.Port, protocol);
        tls.SslProtocol.ShouldBe(protocol);
        tls.NegotiatedCipherSuite.ToString().ShouldContain(protocol == SslProtocols.Tls12 ? "ECDHE" : "TLS_AES_256");
        tls.NegotiatedCipherSuite.ToString().ShouldNotContain("CBC");
        tls.NegotiatedApplicationProtocol.ShouldBe(SslApplicationProtocol.Http2);
    }

    [Theory]
    [InlineData(TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384)]
    [InlineData(TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA)]
    public async Task A_weak_suite_is_refused(TlsCipherSuite suite) =>
        await Should.ThrowAsync<Exception>(() => HandshakeAsync(web.Address.Port, SslProtocols.Tls12, suite));

    [Fact]
    [Trait("Norm", "164.312(e)")]
    public async Task The_plain_port_shows_the_way_to_https_and_takes_nothing()
    {
        await using var own = await OwnHost.StartAsync(web, ("Portal:Http:Port", $"{OwnHost.FreePort()}"));
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var plain = new Uri($"http://localhost:{own.PlainPort}/patients?q=1");

        using var led = await client.GetAsync(plain);
        led.StatusCode.ShouldBe(HttpStatusCode.PermanentRedirect);
        led.Headers.Location!.OriginalString.ShouldBe($"https://localhost:{own.Port}/patients?q=1");
        led.Headers.Contains("Strict-Transport-Security").ShouldBeFalse("over plain http it means nothing");

        using var request = new HttpRequestMessage(HttpMethod.Post, plain) { Content = new StringContent("Password=x") };
        // A proxy's word that it was https does not help.
        request.Headers.Add("X-Forwarded-Proto", "https");
        using var refused = await client.SendAsync(request);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        refused.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Fact]
    public async Task With_the_switch_TLS_12_is_refused_and_a_changed_certificate_is_served_without_a_restart()
    {
        using var made = new MadeCertificate();
        made.Write(TimeProvider.System.GetUtcNow().AddYears(1));
        await using var own = await OwnHost.StartAsync(
            web, ("Portal:Https:TlsOnly13", "true"), ("Portal:Https:Certificate:Path", made.Pem), ("Portal:Https:Certificate:KeyPath", made.KeyPem));
        await Should.ThrowAsync<Exception>(() => HandshakeAsync(own.Port, SslProtocols.Tls12));

        var second = made.Write(TimeProvider.System.GetUtcNow().AddYears(2));
        (await ServedAsync(own, second)).ShouldBe(second, "the host looks for it by itself");
    }

    [Fact]
    public async Task Administrators_read_on_the_start_page_that_the_certificate_ends_and_nobody_else_does()
    {
        using var made = new MadeCertificate();
        made.Write(TimeProvider.System.GetUtcNow().AddDays(5));
        await using var own = await OwnHost.StartAsync(web, ("Portal:Https:Certificate:Path", made.Pfx));
        foreach (var role in new[] { Role.Administrator, Role.Auditor })
        {
            using var browser = own.NewBrowser();
            using var signedIn = await WebPeople.SignInAsync(browser, await new WebPeople(web).NewAsync(role));
            (await browser.HtmlAsync("/")).Contains("certificate ends on", StringComparison.Ordinal).ShouldBe(role is Role.Administrator);
        }
    }

    // The watch looks every few seconds.
    private static async Task<string> ServedAsync(OwnHost own, string wanted)
    {
        var served = "";
        for (var tries = 0; tries < 120 && served != wanted; tries++)
        {
            await Task.Delay(250);
            await using var tls = await HandshakeAsync(own.Port, SslProtocols.Tls13);
            served = tls.RemoteCertificate!.GetCertHashString();
        }

        return served;
    }

    private static Task<SslStream> HandshakeAsync(int port, SslProtocols protocol, params TlsCipherSuite[] suites) =>
        RawTls.ConnectAsync(port, [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11], protocol, suites);
}
