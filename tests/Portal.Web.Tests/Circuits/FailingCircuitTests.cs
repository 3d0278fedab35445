using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.DataProtection;
using Portal.Kernel.Access;

namespace Portal.Web.Tests.Circuits;

/// <summary>A part that fails while a page is open: its exception may quote a record.</summary>
public sealed partial class FailingCircuitTests(WebFixture web) : IClassFixture<WebFixture>
{
    [Fact]
    [Trait("Norm", "ASVS 16.5.1")]
    [Trait("Norm", "ASVS 16.5.3")]
    public async Task An_exception_ends_the_circuit_says_nothing_of_itself_and_is_in_the_log_by_kind_and_reference()
    {
        using var browser = await new WebPeople(web).SignedInAsync(Role.Clinician);
        var html = await browser.RawHtmlAsync("/patients");
        using var circuit = await RawCircuit.ConnectAsync(web.Address, browser);
        await circuit.StartAsync(new Uri(web.Address, "/patients"));
        await circuit.AddPartsAsync(WithFailingPart(html));
        await circuit.UntilAsync(one => one.Errors.Count > 0);

        circuit.Errors.ShouldAllBe(said => !said.Contains(WebFixture.Secret));
        circuit.Drawn.ToString().ShouldNotContain(WebFixture.Secret);
        (await LineAsync()).ShouldContain(nameof(InvalidOperationException));
        web.Log().ShouldAllBe(line => !line.Contains(WebFixture.Secret));
        await circuit.SendAsync("BeginInvokeDotNetFromJS", null, "7", null, "Anything", 4711L, "[]");
        (await circuit.CutAsync()).ShouldNotBeNull("what comes in afterwards is taken no more");
    }

    /// <summary>What an event handler or a query of a page may do.</summary>
    public sealed class FailingPart : ComponentBase
    {
        protected override async Task OnAfterRenderAsync(bool firstRender)
        {
            await Task.Yield();
            throw new InvalidOperationException(WebFixture.Secret);
        }
    }

    // The page's first part, with the portal's own protection, made another type.
    private string WithFailingPart(string html)
    {
        var protector = web.Get<IDataProtectionProvider>().CreateProtector("Microsoft.AspNetCore.Components.ComponentDescriptorSerializer,V1").ToTimeLimitedDataProtector();
        var descriptor = Descriptor().Match(html).Groups["of"].Value;
        var part = JsonNode.Parse(protector.Unprotect(Convert.FromBase64String(JsonNode.Parse($"\"{descriptor}\"")!.GetValue<string>())))!;
        part["assemblyName"] = typeof(FailingPart).Assembly.GetName().Name;
        part["typeName"] = typeof(FailingPart).FullName;
        (part["parameterDefinitions"], part["parameterValues"]) = (new JsonArray(), new JsonArray());
        return html.Replace(descriptor, Convert.ToBase64String(protector.Protect(Encoding.UTF8.GetBytes(part.ToJsonString()), TimeSpan.FromMinutes(5))), StringComparison.Ordinal);
    }

    // The log's file is written beside the answer.
    private async Task<string> LineAsync()
    {
        for (var tries = 0; tries < 100 && !web.Log().Any(Tells); tries++)
        {
            await Task.Delay(50);
        }

        return web.Log().Where(Tells).ShouldHaveSingleItem();
    }

    private static bool Tells(string line) => line.Contains("Unhandled exception in circuit", StringComparison.Ordinal);

    [GeneratedRegex("\"descriptor\":\"(?<of>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Descriptor();
}
