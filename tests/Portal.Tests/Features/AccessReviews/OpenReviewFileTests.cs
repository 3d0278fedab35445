using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Portal.Data.Postgres.Embedded;
using Portal.Features.AccessReviews;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data;

namespace Portal.Tests.Features.AccessReviews;

[Trait("Norm", "164.308(a)(4)(ii)(C)")]
public sealed class OpenReviewFileTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly AccessHouse house = new(portal);

    private Task<IReadOnlyList<ReviewPackageFile>?> OpenAsync(Actor actor, Guid review) => portal.Get<OpenReviewFile>().ForAsync(actor, review, default);

    [Fact]
    public async Task The_file_its_entry_and_a_signed_manifest_over_both()
    {
        var (officer, review) = await SignedAsync("=1+1 is no formula here");
        var files = (await OpenAsync(officer, review))!.ToDictionary(file => file.Name, file => file.Content.ToArray());

        files.Keys.ShouldBe(["access-review.csv", "entries.ndjson", "proofs.ndjson", "manifest.ndjson"]);
        var (csv, manifest) = (Encoding.UTF8.GetString(files["access-review.csv"]), JsonDocument.Parse(Encoding.UTF8.GetString(files["manifest.ndjson"]).Split('\n')[0]).RootElement);
        csv.ShouldContain("Test Person");
        csv.ShouldContain("\"'=1+1 is no formula here\"");
        foreach (var part in manifest.GetProperty("files").EnumerateArray())
        {
            part.GetProperty("sha256").GetString().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(files[part.GetProperty("name").GetString()!])));
        }

        var entry = JsonDocument.Parse(Encoding.UTF8.GetString(files["entries.ndjson"]).Trim()).RootElement;
        entry.ToString().ShouldContain(SignReview.ReasonOf(SHA256.HashData(files["access-review.csv"])));
        (await house.EntriesAsync(review)).ShouldContain((AuditAction.Export, AuditOutcome.Allowed, null));
    }

    [Fact]
    public async Task Of_what_is_not_signed_there_is_no_file()
    {
        var (officer, _, _, review, _) = await house.RunningAsync();
        (await OpenAsync(officer, review)).ShouldBeNull();
        (await house.EntriesAsync(review)).ShouldContain((AuditAction.Export, AuditOutcome.Denied, "access-NotFound"));
    }

    [Fact]
    public async Task A_file_that_is_not_the_signed_one_is_not_handed_out()
    {
        var (officer, review) = await SignedAsync("Works here every day.");
        var campaign = await house.CampaignAsync(review);
        await portal.Database.RunAsync(DatabaseRole.Owner, "UPDATE files.pieces SET content = overlay(content placing '\\x00'::bytea from 40) WHERE file_id = $1", campaign.FileId!.Value);
        (await OpenAsync(officer, review)).ShouldBeNull();
        (await house.EntriesAsync(review)).ShouldContain((AuditAction.Export, AuditOutcome.Denied, "access-Altered"));
    }

    [Fact]
    public async Task It_is_the_officers_and_auditors()
    {
        var (_, review) = await SignedAsync("Works here every day.");
        (await OpenAsync((await house.SignedInAsync(Role.Auditor)).Actor, review)).ShouldNotBeNull();
        foreach (var role in new[] { Role.Clinician, Role.Administrator, Role.Patient })
        {
            await Should.ThrowAsync<UnauthorizedAccessException>(() => OpenAsync(AccessHouse.Somebody(role), review));
        }
    }

    private async Task<(Actor Officer, Guid Review)> SignedAsync(string comment)
    {
        var (officer, manager, _, review, line) = await house.RunningAsync();
        await house.KeepAsync(manager, line.Id, comment);
        (await house.SignAsync(officer, review)).ShouldBe(ReviewOutcome.Done);
        return (officer, review);
    }
}
