using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.Playwright;

namespace Portal.E2E;

/// <summary>A bundle in which every text tries to become markup is imported and looked at in a real browser: nothing runs, nothing of it is an element.</summary>
[Collection(PortalCollection.Name)]
public sealed class HostileRecordJourney(RunningPortal portal)
{
    private const string Attack =
        "\"'><img data-xss src=x onerror=alert(1)><script data-xss>alert(1)</script></title></textarea><svg data-xss onload=alert(1)><a data-xss href=javascript:alert(1)>x</a><iframe data-xss srcdoc=\"<script>alert(1)</script>\">";

    private static readonly string Id = Guid.NewGuid().ToString();

    [Theory]
    [InlineData("Clinician", "results")]
    [InlineData("BillingClerk", "claims")]
    [Trait("Norm", "ASVS 1.2.1")]
    public async Task Nothing_of_a_hostile_bundle_becomes_markup_or_runs(string role, string section)
    {
        var person = portal.First(role);
        await ImportAsync(portal.First("Clinician"));
        var page = await portal.PageAsAsync(person);
        var complaints = Listen(page);
        await page.GotoAsync("/patients");
        await page.Locator("#find").FillAsync("xsstest");
        await page.GetByRole(AriaRole.Link, new() { NameString = "Xsstest" }).First.ClickAsync();
        await page.Locator($"#{section}").WaitForAsync();
        (await page.Locator("main").InnerTextAsync()).ShouldContain("<script data-xss>");
        await ShouldHoldNoAttackAsync(page);
        var notes = page.Locator("main button[aria-expanded]");
        for (var number = 0; number < await notes.CountAsync(); number++)
        {
            await notes.Nth(number).ClickAsync();
            await Assertions.Expect(notes.Nth(number)).ToHaveAttributeAsync("aria-expanded", "true");
            await ShouldHoldNoAttackAsync(page);
        }

        (await page.EvaluateAsync<string[]>("[...document.querySelectorAll('[href], [src], [action]')].map(e => e.getAttribute('href') || e.getAttribute('src') || e.getAttribute('action')).filter(a => /^\\s*(javascript|data:text)/i.test(a))"))
            .ShouldBeEmpty();
        complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_attack_that_does_get_into_the_page_is_stopped_by_the_policy_and_noticed_here()
    {
        var page = await portal.PageAsAsync(portal.First("Administrator"));
        var complaints = Listen(page);
        await page.GotoAsync("/");

        await page.EvaluateAsync("attack => document.querySelector('main').innerHTML = attack", Attack);
        (await page.Locator("[data-xss]").CountAsync()).ShouldBeGreaterThan(0);
        for (var tries = 0; tries < 400 && !complaints.Any(IsRefusal); tries++)
        {
            await Task.Delay(50);
        }

        complaints.ShouldContain(one => IsRefusal(one));
        complaints.ShouldNotContain("dialog");
    }

    private static bool IsRefusal(string complaint) => complaint.Contains("Content Security Policy", StringComparison.Ordinal);

    private static async Task ShouldHoldNoAttackAsync(IPage page) =>
        (await page.Locator("[data-xss], main script, main iframe, main [onload], main [onerror]").CountAsync()).ShouldBe(0);

    // Dialogs, script errors, and what the browser refuses by the page's policy: it writes each to the console as an error.
    private static ConcurrentQueue<string> Listen(IPage page)
    {
        var complaints = new ConcurrentQueue<string>();
        page.Dialog += (_, dialog) =>
        {
            complaints.Enqueue("dialog");
            _ = dialog.DismissAsync();
        };
        page.PageError += (_, error) => complaints.Enqueue(error);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Enqueue(message.Text);
            }
        };
        return complaints;
    }

    private async Task ImportAsync(DemoPerson clinician)
    {
        var folder = Directory.CreateTempSubdirectory("portal-hostile").FullName;
        // The file's own name is an attack as well: reports show it.
        var file = Path.Combine(folder, "<img data-xss onerror=alert(1)>.json");
        await File.WriteAllTextAsync(file, Bundle().Replace("ATTACK", JsonEncodedText.Encode(Attack).ToString(), StringComparison.Ordinal).Replace("ID", Id, StringComparison.Ordinal));
        var import = await portal.VerbAsync("import-fhir", file, "--assign", clinician.Email);
        Directory.Delete(folder, recursive: true);
        import.Code.ShouldBe(0, import.Errors);
    }

    private static string Bundle()
    {
        string Entry(string type, string more) => $$$"""{"resource":{"resourceType":"{{{type}}}","id":"{{{type}}}-ID","text":{"status":"generated","div":"<div>ATTACK</div>"},"status":"ATTACK","subject":{"reference":"Patient/ID","display":"ATTACK"},"patient":{"reference":"Patient/ID"},"beneficiary":{"reference":"Patient/ID"},{{{more}}}}}""";
        const string Concept = """{"text":"ATTACK","coding":[{"system":"javascript:alert(1)","code":"ATTACK","display":"ATTACK"}]}""";
        var html = Convert.ToBase64String(Encoding.UTF8.GetBytes($"<p>{Attack}</p>&lt;script data-xss&gt;alert(1)&lt;/script&gt;"));
        var plain = Convert.ToBase64String(Encoding.UTF8.GetBytes(Attack));
        return "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[" + string.Join(',',
            $$$"""{"resource":{"resourceType":"Patient","id":"ID","text":{"status":"generated","div":"<div>ATTACK</div>"},"name":[{"family":"Xsstest ATTACK","given":["ATTACK"]}],"gender":"ATTACK","birthDate":"1980-01-01","identifier":[{"type":{"coding":[{"code":"MR"}]},"value":"ATTACK"}],"telecom":[{"system":"phone","value":"ATTACK"},{"system":"email","value":"ATTACK"}],"address":[{"line":["ATTACK"],"city":"ATTACK"}]}}""",
            Entry("AllergyIntolerance", $"\"code\":{Concept},\"clinicalStatus\":{Concept},\"criticality\":\"high\",\"reaction\":[{{\"manifestation\":[{Concept}]}}]"),
            Entry("Condition", $"\"code\":{Concept},\"clinicalStatus\":{Concept},\"onsetDateTime\":\"2020-01-01\""),
            Entry("MedicationRequest", $"\"medicationCodeableConcept\":{Concept},\"dosageInstruction\":[{{\"text\":\"ATTACK\"}}],\"requester\":{{\"display\":\"ATTACK\"}}"),
            Entry("Observation", $"\"code\":{Concept},\"category\":[{Concept}],\"effectiveDateTime\":\"2020-01-01\",\"valueQuantity\":{{\"value\":5,\"unit\":\"ATTACK\"}},\"referenceRange\":[{{\"text\":\"ATTACK\"}}],\"note\":[{{\"text\":\"ATTACK\"}}]"),
            Entry("Encounter", $"\"type\":[{Concept}],\"class\":{{\"code\":\"ATTACK\"}},\"participant\":[{{\"individual\":{{\"display\":\"ATTACK\"}}}}]"),
            Entry("Procedure", $"\"code\":{Concept},\"performedDateTime\":\"2020-01-01\""),
            Entry("Immunization", $"\"vaccineCode\":{Concept},\"occurrenceDateTime\":\"2020-01-01\",\"lotNumber\":\"ATTACK\""),
            Entry("DiagnosticReport", $"\"code\":{Concept},\"conclusion\":\"ATTACK\",\"effectiveDateTime\":\"2020-01-01\""),
            Entry("CarePlan", $"\"category\":[{Concept}],\"title\":\"ATTACK\",\"description\":\"ATTACK\",\"activity\":[{{\"detail\":{{\"code\":{Concept}}}}}]"),
            Entry("DocumentReference", $"\"type\":{Concept},\"author\":[{{\"display\":\"ATTACK\"}}],\"content\":[{{\"attachment\":{{\"contentType\":\"text/html\",\"title\":\"ATTACK\",\"url\":\"javascript:alert(1)\",\"data\":\"{html}\"}}}}]"),
            Entry("DocumentReference", $"\"type\":{Concept},\"content\":[{{\"attachment\":{{\"contentType\":\"text/plain\",\"data\":\"{plain}\"}}}}]").Replace("DocumentReference-ID", "DocumentReference-2-ID", StringComparison.Ordinal),
            Entry("Coverage", $"\"type\":{Concept},\"payor\":[{{\"display\":\"ATTACK\"}}],\"subscriberId\":\"ATTACK\""),
            Entry("Claim", $"\"type\":{Concept},\"provider\":{{\"display\":\"ATTACK\"}},\"created\":\"2020-01-01\",\"total\":{{\"value\":5,\"currency\":\"ATTACK\"}},\"item\":[{{\"productOrService\":{Concept}}}]"),
            Entry("ExplanationOfBenefit", $"\"type\":{Concept},\"insurer\":{{\"display\":\"ATTACK\"}},\"created\":\"2020-01-01\",\"total\":[{{\"category\":{Concept},\"amount\":{{\"value\":5,\"currency\":\"ATTACK\"}}}}]")) + "]}";
    }
}
