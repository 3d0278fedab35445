using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Portal.TestKit;

namespace Portal.E2E;

/// <summary>The page that checks an export without the portal, opened from the disk, with an export as it was downloaded and with what somebody might do to one.</summary>
[Trait("Norm", "164.312(c)")]
public sealed class VerifierTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Each_kind_of_export_says_what_it_proves_and_the_archive_is_read_as_its_files_are()
    {
        var page = await OpenAsync();
        await ShouldSayAsync(page, "withheld", "This export holds", "6 proven, what they say included; withheld: where.");
        await ShouldSayAsync(page, "csv", "This export holds", "6 proven to be in the log");
        await ShouldSayAsync(page, "fhir", "This export holds", "6 proven to be in the log");
        await ShouldSayAsync(page, "unsealed", "This export holds", "1 proven, what they say included, 1 not sealed when the export was made.");
        await ShouldSayAsync(page, "broken", "This export does not hold", "did not hold in the log itself");

        var (files, key) = Sample("content");
        var pasted = $"-----BEGIN PUBLIC KEY-----\n{key}\n-----END PUBLIC KEY-----";
        (await CheckAsync(page, new() { ["audit-export.zip"] = Zip(files) }, pasted, "")).ShouldBe(("This export holds", ""));
        files["entries.ndjson"] = files["entries.ndjson"].Replace("\"allowed\"", "\"denied\"", StringComparison.Ordinal);
        (await CheckAsync(page, new() { ["audit-export.zip"] = Zip(files) }, pasted, "")).First.ShouldStartWith("First bad line: 1 (edited)");
    }

    [Fact]
    public async Task An_export_holds_as_it_came_and_each_kind_of_change_is_named_with_its_first_line()
    {
        var page = await OpenAsync();
        var refused = new List<string>();
        page.Console += (_, said) => refused.Add(said.Text);
        page.Request += (_, request) => { if (!request.Url.StartsWith("file:", StringComparison.Ordinal)) { refused.Add(request.Url); } };
        await page.ReloadAsync();
        var (good, key) = Sample("content");
        var fingerprint = FingerprintOf(key);
        var lines = good["entries.ndjson"].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var outside = Regex.Match(good["manifest.ndjson"], "\"checkpoints\":\\[(\\{[^}]*\\})").Groups[1].Value;
        var replaced = Regex.Replace(outside, "\"root\":\"....", "\"root\":\"AAAA");

        (await CheckAsync(page, good, fingerprint, outside)).ShouldBe(("This export holds", ""));
        (await CheckAsync(page, good, "", "")).Verdict.ShouldBe("This export holds together, if the key is the portal's");
        (await CheckAsync(page, good, new string('0', 64), "")).Verdict.ShouldBe("This export does not hold");
        (await CheckAsync(page, good, fingerprint, replaced)).Verdict.ShouldBe("This export does not hold");
        (await page.InnerTextAsync("#checks")).ShouldContain("One of them was replaced");
        (await CheckAsync(page, With(good, [lines[0], lines[1].Replace("\"allowed\"", "\"denied\"", StringComparison.Ordinal), .. lines[2..]]), fingerprint, "")).First.ShouldStartWith("First bad line: 2 (edited)");
        (await CheckAsync(page, With(good, [lines[0], .. lines[2..]]), fingerprint, "")).First.ShouldStartWith("First bad entry (deleted)");
        (await CheckAsync(page, With(good, [lines[1], lines[0], .. lines[2..]]), fingerprint, "")).First.ShouldStartWith("First bad line: 2 (reordered)");
        (await CheckAsync(page, With(good, [lines[0], lines[0], .. lines[1..]]), fingerprint, "")).First.ShouldStartWith("First bad line: 2 (inserted)");
        var manifest = new Dictionary<string, string>(good) { ["manifest.ndjson"] = good["manifest.ndjson"].Replace("\"broken\":0", "\"broken\":1", StringComparison.Ordinal) };
        (await CheckAsync(page, manifest, fingerprint, "")).Verdict.ShouldBe("This export does not hold");
        await ShouldRefuseAsync(page, new(good) { ["manifest.ndjson"] = good["manifest.ndjson"].Split('\n')[0] }, fingerprint, "", "the manifest is cut off");
        await ShouldRefuseAsync(page, good, fingerprint[1..], "", "neither a fingerprint");
        await ShouldRefuseAsync(page, good, fingerprint, outside + "\nno line", "line 2 of the checkpoints");
        refused.ShouldBeEmpty();
    }

    private static async Task ShouldRefuseAsync(IPage page, Dictionary<string, string> files, string key, string outside, string why)
    {
        await FillAsync(page, files, key, outside);
        await Assertions.Expect(page.Locator("#busy")).ToContainTextAsync(why);
    }

    private async Task<IPage> OpenAsync()
    {
        var page = await chromium.NewPageAsync();
        await page.GotoAsync(new Uri(Path.Combine(Clone.Root, "docs", "verifier", "verifier.html")).AbsoluteUri);
        return page;
    }

    private static async Task ShouldSayAsync(IPage page, string sample, string verdict, string words)
    {
        var (files, key) = Sample(sample);
        (await CheckAsync(page, files, FingerprintOf(key), "")).Verdict.ShouldBe(verdict, sample);
        (await page.InnerTextAsync("#checks")).ShouldContain(words);
    }

    // An export as the exporter wrote it (VerifierSamplesTests), and the key that signed it.
    private static (Dictionary<string, string> Files, string Key) Sample(string name)
    {
        var files = Directory.GetFiles(Path.Combine(Clone.Root, "e2e", "Portal.E2E", "Verifier", name)).ToDictionary(file => Path.GetFileName(file), File.ReadAllText);
        return (files, Regex.Match(files["manifest.ndjson"], "\"publicKey\":\"([^\"]*)\"").Groups[1].Value);
    }

    private static string FingerprintOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Convert.FromBase64String(key)));

    private static string Zip(Dictionary<string, string> files)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in files)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name, CompressionLevel.Fastest).Open());
                writer.Write(text);
            }
        }

        return Encoding.Latin1.GetString(bytes.ToArray());
    }

    private static Dictionary<string, string> With(Dictionary<string, string> files, string[] lines) => new(files) { ["entries.ndjson"] = string.Join('\n', lines) + "\n" };

    private static async Task FillAsync(IPage page, Dictionary<string, string> files, string key, string outside)
    {
        await page.Locator("#files").SetInputFilesAsync(files.Select(file => new FilePayload { Name = file.Key, MimeType = "application/x-ndjson", Buffer = (file.Key.EndsWith(".zip", StringComparison.Ordinal) ? Encoding.Latin1 : Encoding.UTF8).GetBytes(file.Value) }));
        await page.FillAsync("#key", key);
        await page.FillAsync("#outside", outside);
        await page.GetByRole(AriaRole.Button, new() { Name = "Check" }).ClickAsync();
    }

    private static async Task<(string Verdict, string First)> CheckAsync(IPage page, Dictionary<string, string> files, string key, string outside)
    {
        await FillAsync(page, files, key, outside);
        await Assertions.Expect(page.Locator("#result")).ToBeVisibleAsync();
        return (await page.InnerTextAsync("#verdict"), await page.InnerTextAsync("#first"));
    }
}
