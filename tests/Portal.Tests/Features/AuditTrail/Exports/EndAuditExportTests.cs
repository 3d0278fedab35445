using FluentValidation;
using Portal.Features.AuditTrail.Exports;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Tests.Data.Auditing.Sealing;

namespace Portal.Tests.Features.AuditTrail.Exports;

public sealed class EndAuditExportTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Exporting exports = new(portal);

    [Fact]
    public async Task One_that_waits_is_stopped_one_that_is_ready_loses_its_file_and_nobody_ends_anothers()
    {
        var (officer, other) = (await exports.OfficerAsync(), await exports.OfficerAsync());
        var waiting = await exports.AskAsync(officer, new());
        (await portal.Get<EndAuditExport>().ForAsync(other, waiting, default)).ShouldBeFalse();
        (await portal.Get<EndAuditExport>().ForAsync(officer, waiting, default)).ShouldBeTrue();
        (await portal.Get<EndAuditExport>().ForAsync(officer, waiting, default)).ShouldBeFalse();
        (await exports.ItemAsync(officer, waiting)).State.ShouldBe(AuditExportState.Ended);

        var ready = await exports.WrittenAsync(officer, new() { Person = AccountId.New() });
        (await portal.Get<EndAuditExport>().ForAsync(officer, ready, default)).ShouldBeTrue();
        var item = await exports.ItemAsync(officer, ready);
        (item.State, item.Size).ShouldBe((AuditExportState.Ended, 0));
        (await exports.EntriesAsync(ready)).ShouldContain(entry => entry.Reason == "export-ended" && entry.Account == officer.Account);
    }

    [Fact]
    public async Task A_node_that_writes_beside_finds_its_turn_over()
    {
        var officer = await exports.OfficerAsync();
        await SealedLog.AppendAsync(portal, 3);
        var id = await exports.AskAsync(officer, new());
        var row = (await portal.Get<ExportBook>().TakeAsync(one => one.Id == id, default)).ShouldNotBeNull();
        (await portal.Get<EndAuditExport>().ForAsync(officer, id, default)).ShouldBeTrue();

        (await portal.Get<ExportRun>().WriteAsync(row, default)).ShouldBeFalse();
        var item = await exports.ItemAsync(officer, id);
        (item.State, item.Size).ShouldBe((AuditExportState.Ended, 0));
    }

    [Fact]
    public async Task Who_may_not_read_the_log_is_refused()
    {
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<EndAuditExport>().ForAsync(Patients.People.Clinician(), Guid.NewGuid(), default));
        await Should.ThrowAsync<ValidationException>(() => portal.Get<EndAuditExport>().ForAsync(Patients.People.In(Role.Auditor), Guid.Empty, default));
    }
}
