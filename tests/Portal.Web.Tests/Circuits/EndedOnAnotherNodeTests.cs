using System.Globalization;
using Portal.Kernel.Access;
using Portal.Web.Security;
using Xunit.Abstractions;

namespace Portal.Web.Tests.Circuits;

/// <summary>A circuit on one node, and what ends its session on another: the rows are all that the two share.</summary>
[Trait("Norm", "164.308(a)(3)(ii)(C)")]
[Trait("Norm", "ASVS 7.4.2")]
public sealed class EndedOnAnotherNodeTests(WebFixture web, ITestOutputHelper output) : IClassFixture<WebFixture>
{
    private readonly WebPeople people = new(web);
    private readonly Endings endings = new(web.Services);

    [Fact]
    public async Task Whatever_ends_a_session_elsewhere_cuts_its_circuit_here()
    {
        await using var node = await OwnHost.StartAsync(web);
        await endings.AdministratorAsync();
        using var stays = await OpenAsync(node, "");
        var going = new List<Open>();
        try
        {
            foreach (var way in Endings.Names)
            {
                going.Add(await OpenAsync(node, way));
            }

            // One after the other as far as it is committed, so that each is timed from its own commit; nothing but pings is sent on the circuits.
            var cuts = new List<Task<TimeSpan?>>();
            foreach (var one in going)
            {
                await endings.EndAsync(one.Way, one.Actor);
                cuts.Add(one.Circuit.CutAsync());
            }

            var took = await Task.WhenAll(cuts);
            Tell(going, took);
            going.Where((_, i) => took[i] is null).Select(one => one.Way).ShouldBeEmpty("their circuits go on");
        }
        finally
        {
            going.ForEach(one => one.Dispose());
        }

        await stays.Circuit.SendAsync("BeginInvokeDotNetFromJS", null, "7", null, "Anything", 4711L, "[]");
        await stays.Circuit.UntilAsync(one => one.Calls.Contains("JS.EndInvokeDotNet"));
    }

    private void Tell(List<Open> going, TimeSpan?[] took)
    {
        for (var i = 0; i < took.Length; i++)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{going[i].Way}: cut {took[i]?.TotalSeconds:0.00} s after the ending was committed"));
        }
    }

    private async Task<Open> OpenAsync(OwnHost node, string way)
    {
        var (actor, token) = await endings.OpenAsync((await people.NewAsync(Role.Clinician)).Id, Role.Clinician);
        var browser = node.NewBrowser();
        browser.SetCookie(PortalScheme.SessionCookie, token);
        return new Open(way, actor, browser, await RawCircuit.OpenAsync(node.Address, browser, "/patients"));
    }

    private sealed record Open(string Way, Actor Actor, Browser Browser, RawCircuit Circuit) : IDisposable
    {
        public void Dispose()
        {
            Circuit.Dispose();
            Browser.Dispose();
        }
    }
}
