using FluentValidation;
using Portal.Data;
using Portal.Features.AuditTrail.Exports;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data;
using Portal.Tests.Data.Auditing.Sealing;

namespace Portal.Tests.Features.AuditTrail.Exports;

[Trait("Norm", "164.312(b)")]
public sealed class OpenAuditExportTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Exporting exports = new(portal);

    [Fact]
    public async Task A_download_is_an_entry_and_is_for_whoever_asked_alone()
    {
        var (officer, other) = (await exports.OfficerAsync(), await exports.OfficerAsync());
        var id = await exports.WrittenAsync(officer, new() { Person = AccountId.New() });

        (await portal.Get<OpenAuditExport>().ForAsync(other, id, default)).ShouldBeNull();
        (await exports.FetchAsync(officer, id)).Keys.ShouldBe(["entries.ndjson", "proofs.ndjson", "manifest.ndjson"]);

        (await exports.EntriesAsync(id)).Select(entry => (entry.Account, entry.Reason, entry.Outcome)).ShouldBe(
            [
                (officer.Account, "export-for-incident", AuditOutcome.Allowed), (null, "export-finished", AuditOutcome.Allowed),
                (other.Account, "export-downloaded", AuditOutcome.Denied), (officer.Account, "export-downloaded", AuditOutcome.Allowed),
            ],
            ignoreOrder: true);
    }

    [Fact]
    public async Task Whoever_may_not_see_names_any_more_does_not_get_a_file_that_has_them()
    {
        var officer = await exports.OfficerAsync();
        var id = await exports.WrittenAsync(officer, new() { Person = AccountId.New() });
        (await portal.Get<OpenAuditExport>().ForAsync(Actor.Person(officer.Account!.Value, Role.Auditor, officer.Session!.Value, officer.Origin), id, default)).ShouldBeNull();
    }

    [Fact]
    [Trait("Norm", "ASVS 7.5.3")]
    public async Task A_factor_shown_long_ago_is_not_enough()
    {
        var officer = await exports.OfficerAsync();
        var id = await exports.WrittenAsync(officer, new() { Person = AccountId.New() });
        portal.Clock.Advance(TimeSpan.FromMinutes(6));

        await Should.ThrowAsync<StepUpRequiredException>(() => portal.Get<OpenAuditExport>().ForAsync(officer, id, default));

        (await exports.EntriesAsync(id)).ShouldNotContain(entry => entry.Reason == "export-downloaded");
        await exports.ConfirmAsync(officer);
        (await portal.Get<OpenAuditExport>().ForAsync(officer, id, default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_file_ends_with_its_time_and_nothing_of_it_is_left()
    {
        var officer = await exports.OfficerAsync();
        var id = await exports.WrittenAsync(officer, new() { Person = AccountId.New() });
        var row = await exports.RowAsync(id);
        portal.Clock.Advance(AuditExportSettings.Default.Keep);
        await exports.ConfirmAsync(officer);
        (await portal.Get<OpenAuditExport>().ForAsync(officer, id, default)).ShouldBeNull(); // before the job has come round

        (await portal.Get<ExportJob>().ExpireAsync(default)).ShouldBe(1);

        (await exports.ItemAsync(officer, id)).State.ShouldBe(AuditExportState.Expired);
        (await portal.Database.AsSuperuserAsync("SELECT count(*) FROM files.pieces WHERE file_id = ANY ($1)", new[] { row.FileId!.Value, row.ProofId!.Value, row.ManifestId!.Value })).ShouldBe(0L);
        (await exports.EntriesAsync(id)).ShouldContain(entry => entry.Reason == "export-expired");
        portal.Clock.Advance(ExportBook.Listed);
        await portal.Get<ExportJob>().ExpireAsync(default);
        (await portal.Get<ListAuditExports>().ForAsync(officer, default)).Items.ShouldBeEmpty();
    }

    [Fact]
    [Trait("Norm", "164.312(a)(2)(iv)")]
    public async Task The_database_holds_no_readable_piece_and_a_piece_that_was_exchanged_or_cut_off_does_not_open()
    {
        var officer = await exports.OfficerAsync();
        await SealedLog.AppendAsync(portal, 600);
        var id = await exports.WrittenAsync(officer, new() { Action = AuditAction.Read });
        var file = (await exports.RowAsync(id)).FileId!.Value;
        (await portal.Database.AsSuperuserAsync("SELECT count(*) FROM files.pieces WHERE file_id = $1", file)).ShouldBeOfType<long>().ShouldBeGreaterThan(2);
        (await portal.Database.AsSuperuserAsync("SELECT count(*) FROM files.pieces WHERE file_id = $1 AND position('clinical'::bytea IN content) > 0", file)).ShouldBe(0L);

        await portal.Database.AsSuperuserAsync("UPDATE files.pieces SET no = CASE no WHEN 1 THEN -2 ELSE 1 END WHERE file_id = $1 AND no IN (1, 2)", file);
        await portal.Database.AsSuperuserAsync("UPDATE files.pieces SET no = 2 WHERE file_id = $1 AND no = -2", file);
        await Should.ThrowAsync<InvalidDataException>(() => exports.FetchAsync(officer, id));

        var other = await exports.WrittenAsync(officer, new() { Action = AuditAction.Read });
        await portal.Database.AsSuperuserAsync("UPDATE files.files SET pieces = pieces - 1 WHERE id = $1", (await exports.RowAsync(other)).FileId!.Value);
        await Should.ThrowAsync<InvalidDataException>(() => exports.FetchAsync(officer, other));

        var third = await exports.WrittenAsync(officer, new() { Person = AccountId.New() });
        var thief = await exports.OfficerAsync();
        await portal.Database.AsSuperuserAsync("UPDATE trail.exports SET account_id = $2 WHERE id = $1", third, thief.Account!.Value.Value);
        await portal.Database.AsSuperuserAsync("UPDATE files.files SET owner = $2 WHERE owner = $1", officer.Account!.Value.Value, thief.Account!.Value.Value);
        await Should.ThrowAsync<InvalidDataException>(() => exports.FetchAsync(thief, third));
    }

    [Fact]
    public async Task Who_may_not_read_the_log_is_refused()
    {
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<OpenAuditExport>().ForAsync(Patients.People.Clinician(), Guid.NewGuid(), default));
        await Should.ThrowAsync<ValidationException>(() => portal.Get<OpenAuditExport>().ForAsync(Patients.People.In(Role.Auditor), Guid.Empty, default));
    }
}
