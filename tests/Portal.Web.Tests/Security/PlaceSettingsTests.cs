using System.Net;
using Microsoft.Extensions.Configuration;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Identity.Sessions;
using Portal.Web.Security;

namespace Portal.Web.Tests.Security;

public sealed class PlaceSettingsTests
{
    [Fact]
    public void Ranges_have_names() =>
        Read(("0:Network", "10.1.0.0/16"), ("0:Name", " Ward 3 ")).NameOf(IPAddress.Parse("10.1.2.3")).ShouldBe("Ward 3");

    [Theory]
    [InlineData("0:Network", "10.1.0.0/16")]
    [InlineData("0:Network", "10.1.0.0/99")]
    [InlineData("0:Name", "Ward 3")]
    public void Half_a_place_is_refused_in_a_sentence(string key, string value) =>
        Should.Throw<PortalSetupException>(() => Read((key, value))).Message.ShouldStartWith("Portal__Places__0 needs");

    private static Places Read(params (string Key, string Value)[] settings) => PlaceSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(one => KeyValuePair.Create($"Portal:Places:{one.Key}", (string?)one.Value))).Build());
}
