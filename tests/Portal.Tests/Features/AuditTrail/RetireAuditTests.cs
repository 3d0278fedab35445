using System.Security.Cryptography;
using System.Text.Json;
using FluentValidation;
using Npgsql;
using Portal.Data;
using Portal.Data.Auditing.Exporting;
using Portal.Data.Auditing.Proof;
using Portal.Data.Postgres.Embedded;
using Portal.Features.AuditTrail;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data;
using Portal.Tests.Data.Auditing.Sealing;

namespace Portal.Tests.Features.AuditTrail;

/// <summary>
/// A log that is older than the law demands. The portal's clock stands years back (which a lying clock could do too); that entries were really written then is what the
/// database knows by its own clock, and what only its superuser can make up.
/// </summary>
[Trait("Norm", "164.316(b)(2)(i)")]
public sealed class RetireAuditTests(PortalFixture portal) : IClassFixture<PortalFixture>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("archives").FullName;

    private static Actor Job => Actor.System("retire-audit");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task What_was_kept_for_its_time_is_archived_and_dropped_and_the_log_still_verifies()
    {
        var (old, young) = await LogOfYearsAsync();
        var early = await RetireAsync(folder);
        early.Sum(month => month.Entries).ShouldBe(0); // the portal's clock alone moves nothing
        (await CountAsync(old)).ShouldBe(old.Length);

        await RememberAsync(years: 7);
        var dry = await RetireAsync(null);
        dry.Count.ShouldBeGreaterThanOrEqualTo(2);
        dry.Sum(month => month.Entries).ShouldBeGreaterThanOrEqualTo(old.Length);
        (await CountAsync(old)).ShouldBe(old.Length);

        var months = await RetireAsync(folder);

        (await CountAsync(old)).ShouldBe(0);
        (await CountAsync(young)).ShouldBe(young.Length);
        months.Select(month => month.Entries).ShouldBe(dry.Select(month => month.Entries));
        await ShouldProveThemselvesAsync(months, old);
        (await VerifyAsync(VerifyRequest.All)).ShouldBe((true, null));
        (await VerifyAsync(new VerifyRequest(VerifyScope.Entry) { Entry = old[0].Id.Value })).ShouldBe((true, null)); // its block names it, and its time was over
        (await VerifyAsync(new VerifyRequest(VerifyScope.Positions) { First = 1, Last = 1 })).ShouldBe((false, BreakKinds.Nothing)); // it is in the archive: nothing is left to be verified
        (await RetireAsync(folder)).ShouldBeEmpty();
        (await AskAsync("SELECT count(*) FROM audit.log WHERE reason LIKE 'retired %' AND outcome = 1")).ShouldBe(months.Count + (long)early.Count); // an empty month went at the first try

        // An entry is proven beside the retired ones of its block.
        (await portal.Get<EntryProver>().ProveAsync(young[0].Id.Value, default)).ShouldNotBeNull().Holds.ShouldBeTrue();

        // What is deleted now is a break as ever, beside the retired entries of its block and elsewhere.
        await DeleteAsync(young[0]);
        var found = await VerifyAsync(VerifyRequest.All);
        found.ShouldBe((false, BreakKinds.Deleted));
    }

    [Theory]
    [InlineData(DatabaseRole.App)]
    [InlineData(DatabaseRole.Patient)]
    [InlineData(DatabaseRole.Sealer)]
    [InlineData(DatabaseRole.Backup)]
    [InlineData(DatabaseRole.Auditor)]
    public async Task No_other_role_retires_anything(DatabaseRole role)
    {
        await portal.Database.DeniedAsync(role, Retire("date_trunc('month', now(), 'UTC') - interval '10 years'", 6));
        await portal.Database.DeniedAsync(role, "SELECT audit.old_months(6)");
        await portal.Database.DeniedAsync(role, "DROP TABLE audit.entries_default");
        await portal.Database.DeniedAsync(role, "INSERT INTO audit.ticks (at) VALUES (now() - interval '9 years')");
    }

    [Theory]
    [InlineData("date_trunc('month', now(), 'UTC')", 6, "younger")]
    [InlineData("date_trunc('month', now(), 'UTC') - interval '6 years'", 6, "younger")] // its last day is not six years back
    [InlineData("date_trunc('month', now(), 'UTC') - interval '10 years'", 5, "six years at least")]
    [InlineData("date_trunc('month', now(), 'UTC') - interval '10 years'", 11, "younger")]
    [InlineData("date_trunc('month', now(), 'UTC') - interval '10 years' + interval '1 day'", 6, "younger")]
    [InlineData("NULL", 6, "younger")]
    [InlineData("date_trunc('month', now(), 'UTC') - interval '10 years'", 6, "no such month")]
    public async Task The_login_that_retires_is_refused_what_is_too_young_or_not_there(string month, int years, string words)
    {
        var refused = await Should.ThrowAsync<PostgresException>(() => portal.Database.RunAsync(DatabaseRole.Maintenance, Retire(month, years)));

        refused.MessageText.ShouldContain(words);
        await portal.Database.DeniedAsync(DatabaseRole.Maintenance, "DROP TABLE audit.entries_default");
        await portal.Database.DeniedAsync(DatabaseRole.Maintenance, "INSERT INTO audit.ticks (at) VALUES (now() - interval '9 years')");
        await portal.Database.DeniedAsync(DatabaseRole.Maintenance, "INSERT INTO audit.retirements SELECT * FROM audit.retirements");
    }

    [Fact]
    public async Task Fewer_years_than_the_law_demands_and_people_are_refused()
    {
        await Should.ThrowAsync<ValidationException>(() => portal.Get<RetireAudit>().ForAsync(Job, new RetireRequest(5, null), default));
        await Should.ThrowAsync<ValidationException>(() => portal.Get<RetireAudit>().ForAsync(Job, new RetireRequest(6, Path.Combine(folder, "nowhere")), default));
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<RetireAudit>().ForAsync(Actor.Anonymous, new RetireRequest(6, null), default));
    }

    // Two months of 2016 and entries of the clock's own time, with a block over each turn.
    private async Task<(AuditEntry[] Old, AuditEntry[] Young)> LogOfYearsAsync()
    {
        var back = portal.Clock.GetUtcNow() - new DateTimeOffset(2016, 4, 30, 23, 0, 0, TimeSpan.Zero);
        portal.Clock.StepBack(back);
        await portal.Get<PortalDatabase>().KeepAuditMonthsAsync(portal.Clock.GetUtcNow(), 1, default);
        var sealedThen = await SealedLog.AppendAsync(portal, 10);
        await SealedLog.SealAllAsync(portal);
        var april = await SealedLog.AppendAsync(portal, 130);
        portal.Clock.Advance(TimeSpan.FromHours(2));
        var may = await SealedLog.AppendAsync(portal, 60, patients: 2);
        portal.Clock.Advance(back);
        var young = await SealedLog.AppendAsync(portal, 45);
        await SealedLog.SealAllAsync(portal);
        portal.Clock.Advance(TimeSpan.FromMinutes(2));
        await SealedLog.AppendAsync(portal, 5);
        await SealedLog.SealAllAsync(portal);
        return ([.. sealedThen, .. april, .. may], young);
    }

    // As if the portal had run for so long: what the database noted each day by its own clock.
    private Task RememberAsync(int years) => portal.Database.AsSuperuserAsync($"INSERT INTO audit.ticks (at) VALUES (now() - interval '{years} years')");

    private Task<IReadOnlyList<RetiredMonth>> RetireAsync(string? to) => portal.Get<RetireAudit>().ForAsync(Job, new RetireRequest(6, to), default);

    private async Task<(bool Ok, string? Kind)> VerifyAsync(VerifyRequest request)
    {
        var found = await portal.Get<VerifyAudit>().ForAsync(Actor.System("test"), request, default);
        return (found.Ok, found.Kind);
    }

    // As anybody checks them who has the files and the public key alone: hashes, signature, and that all entries are there with a proof.
    private async Task ShouldProveThemselvesAsync(IReadOnlyList<RetiredMonth> months, AuditEntry[] wanted)
    {
        var (ids, proven) = (new List<Guid>(), new List<Guid>());
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(portal.CheckpointKey.PublicKey, out _);
        foreach (var month in months)
        {
            var manifest = await File.ReadAllLinesAsync(Path.Combine(month.Archive!, "manifest.ndjson"));
            var signature = JsonDocument.Parse(manifest[1]).RootElement.GetProperty("signature").GetBytesFromBase64();
            key.VerifyData(SignedManifest.Signed(System.Text.Encoding.UTF8.GetBytes(manifest[0])), signature, HashAlgorithmName.SHA256).ShouldBeTrue();
            foreach (var file in JsonDocument.Parse(manifest[0]).RootElement.GetProperty("files").EnumerateArray())
            {
                var bytes = await File.ReadAllBytesAsync(Path.Combine(month.Archive!, file.GetProperty("name").GetString()!));
                Convert.ToHexStringLower(SHA256.HashData(bytes)).ShouldBe(file.GetProperty("sha256").GetString());
            }

            ids.AddRange(File.ReadLines(Path.Combine(month.Archive!, "entries.ndjson")).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetGuid()));
            var proofs = File.ReadLines(Path.Combine(month.Archive!, "proofs.ndjson")).Select(line => JsonDocument.Parse(line).RootElement).ToList();
            proofs.ShouldAllBe(proof => proof.GetProperty("state").GetString() == "proven");
            proven.AddRange(proofs.SelectMany(proof => proof.GetProperty("entries").EnumerateArray().Select(one => one.GetProperty("id").GetGuid())));
            if (!OperatingSystem.IsWindows())
            {
                File.GetUnixFileMode(Path.Combine(month.Archive!, "entries.ndjson")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
        }

        wanted.Select(one => one.Id.Value).ShouldBeSubsetOf(ids);
        proven.ShouldBe(ids);
    }

    // Past the trigger, as only a superuser can go, wherever the entry lies: a month that is not made yet is the default partition.
    private Task DeleteAsync(AuditEntry entry) => portal.Database.AsSuperuserAsync("DELETE FROM audit.entries WHERE id = $1", entry.Id.Value);

    private async Task<long> CountAsync(AuditEntry[] entries) => (long)(await AskAsync("SELECT count(*) FROM audit.entries WHERE id = ANY($1)", entries.Select(one => one.Id.Value).ToArray()))!;

    private static string Retire(string month, int years) => $"SELECT audit.retire_month({month}, {years}, gen_random_uuid(), 0, '', '', '', now())";

    private Task<object?> AskAsync(string sql, params object[] values) => portal.Database.RunAsync(DatabaseRole.Superuser, sql, values);
}
