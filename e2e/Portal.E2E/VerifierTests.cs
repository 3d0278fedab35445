using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Portal.TestKit;

namespace Portal.E2E;

/// <summary>The page that checks an export without the portal, opened from the disk, with an export as it was downloaded and with what somebody might do to one.</summary>
[Trait("Norm", "164.312(c)")]
public sealed class VerifierTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Fingerprint = "48c51dcee26e8e196e1569b57659913bd0e8bac43ed6fa1c287f33403ee7c871";

    private static readonly string Folder = Path.Combine(Clone.Root, "e2e", "Portal.E2E", "Verifier");

    private static readonly string[] Names = ["entries.ndjson", "proofs.ndjson", "manifest.ndjson"];

    [Fact]
    public async Task An_export_holds_as_it_came_and_each_kind_of_change_is_named_with_its_first_line()
    {
        var page = await chromium.NewPageAsync();
        var refused = new List<string>();
        page.Console += (_, said) => refused.Add(said.Text);
        page.Request += (_, request) => { if (!request.Url.StartsWith("file:", StringComparison.Ordinal)) { refused.Add(request.Url); } };
        await page.GotoAsync(new Uri(Path.Combine(Clone.Root, "docs", "verifier", "verifier.html")).AbsoluteUri);
        var good = Names.ToDictionary(name => name, name => File.ReadAllText(Path.Combine(Folder, name)));
        var lines = good["entries.ndjson"].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var outside = Regex.Match(good["manifest.ndjson"], "\"checkpoints\":\\[(\\{[^}]*\\})").Groups[1].Value;
        var replaced = Regex.Replace(outside, "\"root\":\"....", "\"root\":\"AAAA");

        (await CheckAsync(page, good, Fingerprint, outside)).ShouldBe(("This export holds", ""));
        (await CheckAsync(page, good, "", "")).Verdict.ShouldBe("This export holds together, if the key is the portal's");
        (await CheckAsync(page, good, new string('0', 64), "")).Verdict.ShouldBe("This export does not hold");
        (await CheckAsync(page, good, Fingerprint, replaced)).Verdict.ShouldBe("This export does not hold");
        (await page.InnerTextAsync("#checks")).ShouldContain("One of them was replaced");
        (await CheckAsync(page, With(good, [lines[0], lines[1].Replace("\"allowed\"", "\"denied\"", StringComparison.Ordinal), .. lines[2..]]), Fingerprint, "")).First.ShouldStartWith("First bad line: 2 (edited)");
        (await CheckAsync(page, With(good, [lines[0], .. lines[2..]]), Fingerprint, "")).First.ShouldStartWith("First bad entry (deleted)");
        (await CheckAsync(page, With(good, [lines[1], lines[0], .. lines[2..]]), Fingerprint, "")).First.ShouldStartWith("First bad line: 2 (reordered)");
        (await CheckAsync(page, With(good, [lines[0], lines[0], .. lines[1..]]), Fingerprint, "")).First.ShouldStartWith("First bad line: 2 (inserted)");
        var manifest = new Dictionary<string, string>(good) { ["manifest.ndjson"] = good["manifest.ndjson"].Replace("\"broken\":0", "\"broken\":1", StringComparison.Ordinal) };
        (await CheckAsync(page, manifest, Fingerprint, "")).Verdict.ShouldBe("This export does not hold");
        refused.ShouldBeEmpty();
    }

    private static Dictionary<string, string> With(Dictionary<string, string> files, string[] lines) => new(files) { ["entries.ndjson"] = string.Join('\n', lines) + "\n" };

    private static async Task<(string Verdict, string First)> CheckAsync(IPage page, Dictionary<string, string> files, string key, string outside)
    {
        await page.Locator("#files").SetInputFilesAsync(files.Select(file => new FilePayload { Name = file.Key, MimeType = "application/x-ndjson", Buffer = Encoding.UTF8.GetBytes(file.Value) }));
        await page.FillAsync("#key", key);
        await page.FillAsync("#outside", outside);
        await page.GetByRole(AriaRole.Button, new() { Name = "Check" }).ClickAsync();
        await Assertions.Expect(page.Locator("#result")).ToBeVisibleAsync();
        return (await page.InnerTextAsync("#verdict"), await page.InnerTextAsync("#first"));
    }
}
