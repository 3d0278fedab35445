using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Portal.Features.AuditTrail;
using Portal.Features.AuditTrail.Exports;
using Portal.Features.Identity;
using Portal.Kernel.Access;
using Portal.Tests.Data;
using Portal.Web.Security;

namespace Portal.Web.Tests.Security;

/// <summary>A finished export over https: whole, or not at all, and for whoever asked for it.</summary>
[Trait("Norm", "164.312(b)")]
public sealed class AuditExportEndpointTests(WebFixture web) : IClassFixture<WebFixture>
{
    private readonly WebPeople people = new(web);

    [Fact]
    public async Task It_is_one_archive_that_is_what_its_manifest_says_and_another_persons_is_not_found()
    {
        using var browser = web.NewBrowser();
        var id = await ReadyAsync(browser);
        using var answer = await FetchAsync(browser, id);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        answer.Content.Headers.ContentDisposition!.ToString().ShouldBe($"attachment; filename=\"audit-export-{id.ToString("N")[..8]}.zip\"");

        using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync());
        zip.Entries.Select(entry => entry.Name).ShouldBe(["entries.ndjson", "proofs.ndjson", "manifest.ndjson", "verifier.html", "README.txt"]);
        var manifest = JsonDocument.Parse((await TextAsync(zip, "manifest.ndjson")).Split('\n')[0]).RootElement;
        manifest.GetProperty("entries").GetInt64().ShouldBeGreaterThan(0);
        foreach (var file in manifest.GetProperty("files").EnumerateArray())
        {
            Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(await TextAsync(zip, file.GetProperty("name").GetString()!)))).ShouldBe(file.GetProperty("sha256").GetString());
        }

        using var other = await people.SignedInAsync(Role.ComplianceOfficer);
        using var nothing = await FetchAsync(other, id);
        nothing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    [Trait("Norm", "164.312(c)")]
    public async Task One_whose_time_is_over_is_not_found_and_one_that_was_damaged_does_not_look_whole()
    {
        using var browser = web.NewBrowser();
        var id = await ReadyAsync(browser);
        await web.Core.Database.AsSuperuserAsync(
            "UPDATE files.pieces SET content = set_byte(content, length(content) - 1, get_byte(content, length(content) - 1) # 1) WHERE file_id = (SELECT proof_id FROM trail.exports WHERE id = $1)", id);
        (await IsWholeAsync(browser, id)).ShouldBeFalse();

        await web.Core.Database.AsSuperuserAsync("UPDATE trail.exports SET expires_at = now() - interval '1 second' WHERE id = $1", id);
        using var over = await FetchAsync(browser, id);
        over.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task<string> TextAsync(ZipArchive zip, string name)
    {
        using var reader = new StreamReader(await zip.GetEntry(name)!.OpenAsync());
        return await reader.ReadToEndAsync();
    }

    private static async Task<bool> IsWholeAsync(Browser browser, Guid id)
    {
        try
        {
            using var answer = await FetchAsync(browser, id);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // the connection ended before the archive did
        }
    }

    private static async Task<HttpResponseMessage> FetchAsync(Browser browser, Guid id)
    {
        var token = (await browser.HtmlAsync("/")).Split("name=\"__RequestVerificationToken\" value=\"")[1].Split('"')[0];
        return await browser.PostAsync($"/audit/exports/{id}/file", ("__RequestVerificationToken", token));
    }

    // Written at once, by the portal below the host, which has a key to sign with: the host's own job would wait for a checkpoint.
    private async Task<Guid> ReadyAsync(Browser browser)
    {
        using var signedIn = await WebPeople.SignInAsync(browser, await people.NewAsync(Role.ComplianceOfficer));
        var actor = PrincipalActor.ActorOf(await SignedInUser.OfAsync(web.Get<FindSession>(), browser.Cookie(PortalScheme.SessionCookie)!))!;
        var id = (await web.Get<RequestAuditExport>().ForAsync(actor, new(new AuditQuery { Person = actor.Account }, AuditExportFormat.Ndjson, AuditExportReason.Incident, false), default))!.Value;
        web.Core.Clock.Advance(TimeProvider.System.GetUtcNow() - web.Core.Clock.GetUtcNow());
        var row = (await web.Core.Get<ExportBook>().TakeAsync(one => one.Id == id, default)).ShouldNotBeNull();
        (await web.Core.Get<ExportRun>().WriteAsync(row, default)).ShouldBeTrue();
        return id;
    }
}
