using FluentValidation;
using Portal.Features.AuditTrail.Exports;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Features.Identity;

namespace Portal.Tests.Features.AuditTrail.Exports;

[Trait("Norm", "164.312(b)")]
public sealed class RequestAuditExportTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Exporting exports = new(portal);

    [Fact]
    public async Task A_request_is_an_entry_with_what_it_is_for_and_waits_for_a_node()
    {
        var (officer, patient) = (await exports.OfficerAsync(), PatientId.New());
        var id = await exports.AskAsync(officer, new() { Patient = patient });

        var entry = (await exports.EntriesAsync(id)).ShouldHaveSingleItem();
        (entry.Account, entry.Outcome, entry.Reason).ShouldBe((officer.Account, AuditOutcome.Allowed, "export-for-incident"));
        entry.Patients.ShouldBe([patient]);
        (await exports.ItemAsync(officer, id)).State.ShouldBe(AuditExportState.Waiting);
    }

    [Fact]
    public async Task It_wants_a_fresh_factor() =>
        await new OwnPeople(portal).ShouldWantAFactorAsync(async actor =>
            await portal.Get<RequestAuditExport>().ForAsync(
                actor.Account is null ? throw new StepUpRequiredException() : Actor.Person(actor.Account.Value, Role.Auditor, actor.Session!.Value, actor.Origin),
                new(new(), AuditExportFormat.Csv, AuditExportReason.Review, false), default));

    [Fact]
    public async Task A_fourth_one_at_a_time_is_not_taken()
    {
        var officer = await exports.OfficerAsync();
        for (var number = 0; number < RequestAuditExport.MostOpen; number++)
        {
            await exports.AskAsync(officer, new());
        }

        (await portal.Get<RequestAuditExport>().ForAsync(officer, new(new(), AuditExportFormat.Csv, AuditExportReason.Review, false), default)).ShouldBeNull();
    }

    [Fact]
    public async Task Requests_side_by_side_are_counted_too()
    {
        var officer = await exports.OfficerAsync();
        var input = new AuditExportInput(new(), AuditExportFormat.Csv, AuditExportReason.Review, false);

        var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => portal.Get<RequestAuditExport>().ForAsync(officer, input, default)));

        ids.Count(id => id is not null).ShouldBe(RequestAuditExport.MostOpen);
    }

    [Fact]
    public async Task Who_may_not_read_the_log_is_refused_with_an_entry_and_bad_input_is_refused()
    {
        var clinician = Patients.People.Clinician();
        var input = new AuditExportInput(new(), AuditExportFormat.Csv, AuditExportReason.Review, false);
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<RequestAuditExport>().ForAsync(clinician, input, default));
        (await new People(portal).EntriesAsync(e => e.Account == clinician.Account && e.Action == AuditAction.Export)).ShouldHaveSingleItem().Outcome.ShouldBe(AuditOutcome.Denied);

        var officer = await exports.OfficerAsync();
        await Should.ThrowAsync<ValidationException>(() => portal.Get<RequestAuditExport>().ForAsync(officer, input with { Reason = AuditExportReason.None }, default));
        await Should.ThrowAsync<ValidationException>(() => portal.Get<RequestAuditExport>().ForAsync(officer, input with { Format = (AuditExportFormat)9 }, default));
        await Should.ThrowAsync<ValidationException>(() => portal.Get<RequestAuditExport>().ForAsync(officer, input with { Query = new() { Address = "not one" } }, default));
    }
}
