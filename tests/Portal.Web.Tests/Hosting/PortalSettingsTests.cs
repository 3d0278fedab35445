using System.Net;
using Microsoft.Extensions.Configuration;
using Portal.Data.Postgres.Embedded;
using Portal.Web.Hosting.Settings;

namespace Portal.Web.Tests.Hosting;

public sealed class PortalSettingsTests
{
    [Fact]
    public void Nothing_set_means_localhost_and_no_plain_port()
    {
        var settings = Read();
        settings.Https.ShouldBe(new HttpsSettings(null, 7443, null, false, null));
        settings.Url.ShouldBeNull();
    }

    [Fact]
    public void What_is_set_is_read()
    {
        var settings = Read(
            "Https:Address=*", "Https:Port=443", "Http:Port=80", "Https:TlsOnly13=true", "Https:Certificate:Path=/etc/portal/tls.pem", "Https:Certificate:KeyPath=/etc/portal/tls.key",
            "Url=https://portal.example", "Sessions:Idle:Patient=00:20:00");
        settings.Https.ShouldBe(new HttpsSettings(IPAddress.IPv6Any, 443, 80, true, new CertificateFiles("/etc/portal/tls.pem", "/etc/portal/tls.key", null)));
    }

    [Theory]
    [InlineData("Portal__Https__Prot", "Https:Prot=443")]
    [InlineData("Portal__Htps__Port", "Htps:Port=443")]
    [InlineData("Portal__Https__Port", "Https:Port=0")]
    [InlineData("Portal__Https__Port", "Https:Port=https")]
    [InlineData("Portal__Https__TlsOnly13", "Https:TlsOnly13=yes")]
    [InlineData("Portal__Https__Address", "Https:Address=portal.example")]
    [InlineData("Portal__Https__Certificate__Path", "Https:Address=0.0.0.0")]
    [InlineData("Portal__Https__Certificate__Path", "Https:Certificate:KeyPath=/k")]
    [InlineData("Portal__Https__Certificate__Path", "Https:Certificate:Password=p")]
    [InlineData("Portal__Https__Certificate__KeyPath", "Https:Certificate:Path=/c.pem")]
    [InlineData("Portal__Http__Port", "Https:Port=8443", "Http:Port=8443")]
    [InlineData("Portal__Proxies", "Proxies=10.0.0.0/33")]
    [InlineData("Portal__Proxies", "Proxies=10.0.0.0/8, proxy.example")]
    [InlineData("Portal__Proxies", "Proxies=0.0.0.0/0")]
    [InlineData("Portal__Proxies", "ProxyHops=2")]
    [InlineData("Portal__ProxyHops", "Proxies=10.0.0.0/8", "ProxyHops=0")]
    [InlineData("Portal__Limits__SignIn__Permits", "Limits:SignIn:Permits=0")]
    [InlineData("Portal__Limits__SignIn__Window", "Limits:SignIn:Window=1 minute")]
    [InlineData("Portal__Limits__SignUp__Permits", "Limits:SignUp:Permits=5")]
    [InlineData("Portal__Limits__Circuits", "Limits:Circuits=-1")]
    [InlineData("Portal__Sessions__Idel__Nurse", "Sessions:Idel:Nurse=00:10:00")]
    [InlineData("Portal__Url", "Url=http://portal.example")]
    [Trait("Norm", "ASVS 13.2")]
    public void Half_a_configuration_or_an_unknown_name_refuses_the_start_and_says_which(string named, params string[] settings) =>
        Should.Throw<PortalSetupException>(() => Read(settings)).Message.ShouldContain(named);

    [Fact]
    public void What_the_framework_would_open_or_trust_past_our_own_settings_is_refused()
    {
        foreach (var name in new[] { "Kestrel:Endpoints:Plain:Url", "ForwardedHeaders_Enabled" })
        {
            var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [name] = "true" }).Build();
            Should.Throw<PortalSetupException>(() => PortalSettings.Read(configuration)).Message.ShouldContain("Portal__");
        }
    }

    private static PortalSettings Read(params string[] settings) => PortalSettings.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(one => one.Split('=')).Select(pair => KeyValuePair.Create($"Portal:{pair[0]}", (string?)pair[1]))).Build());
}
