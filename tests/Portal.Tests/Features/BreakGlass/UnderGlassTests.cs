using Portal.Features.BreakGlass;
using Portal.Features.Patients;
using Portal.Features.Patients.Charting;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Features.Patients.Charting;

namespace Portal.Tests.Features.BreakGlass;

/// <summary>Everything that is done under a grant carries its id, and what the reason does not cover is refused.</summary>
[Trait("Norm", "164.312(b)")]
public sealed class UnderGlassTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Glass glass = new(portal);
    private readonly Charts charts = new(portal);
    private readonly Drafting drafting = new(portal);

    [Theory]
    [InlineData(GlassReason.Emergency, "glass-emergency", Purpose.Emergency)]
    [InlineData(GlassReason.Cover, "glass-cover", Purpose.Treatment)]
    public async Task Reading_charting_correcting_history_and_drafts_carry_the_grant_its_reason_and_its_purpose(GlassReason reason, string code, Purpose purpose)
    {
        var (actor, patient, grant) = await glass.BrokenAsync(reason);
        await glass.OpenAsync(actor, patient);
        var note = await charts.NoteInAsync(actor, patient);
        (await charts.CorrectAsync(actor, patient, note, 1, charts.Note("Feels worse."))).Outcome.ShouldBe(CorrectionOutcome.Corrected);
        (await charts.HistoryAsync(actor, patient, note)).ShouldNotBeNull();
        var draft = await drafting.KeepAsync(actor, patient, "Half a");
        (await drafting.FindAsync(actor, patient)).Count.ShouldBe(1);
        await drafting.DropAsync(actor, patient, draft!);

        var entries = await glass.EntriesAsync(patient);

        entries.Select(entry => (entry.Action, entry.Resource)).ShouldBe(
        [
            (AuditAction.BreakGlass, AuditResource.EmergencyAccess), (AuditAction.Read, AuditResource.Patient), (AuditAction.Create, AuditResource.DocumentReference),
            (AuditAction.Update, AuditResource.DocumentReference), (AuditAction.Read, AuditResource.DocumentReference), (AuditAction.Update, AuditResource.Draft),
            (AuditAction.Read, AuditResource.Draft), (AuditAction.Delete, AuditResource.Draft),
        ], ignoreOrder: true);
        entries.ShouldAllBe(entry => entry.Grant == grant && entry.Reason == code && entry.Purpose == purpose && entry.Outcome == AuditOutcome.Allowed);
    }

    [Theory]
    [InlineData(GlassReason.PatientRequest)]
    [InlineData(GlassReason.PublicHealth)]
    [InlineData(GlassReason.Other)]
    public async Task What_covers_reading_alone_lets_nobody_write(GlassReason reason)
    {
        var (actor, patient, _) = await glass.BrokenAsync(reason);
        (await glass.OpenAsync(actor, patient))!.Glass!.CoversWriting.ShouldBeFalse();
        (await charts.AddNoteAsync(actor, patient, charts.Note())).ShouldBeNull();
        (await drafting.KeepAsync(actor, patient, "Half a")).ShouldBeNull();
        (await glass.EntriesAsync(patient)).Where(entry => entry.Outcome == AuditOutcome.Denied).Select(entry => entry.Reason).ShouldBe(["NoGround", "NoGround"]);
    }

    [Fact]
    public async Task A_nurse_under_a_grant_prescribes_no_more_than_otherwise_and_no_list_shows_the_patient()
    {
        var (nurse, patient, _) = await glass.BrokenAsync(role: Role.Nurse);
        (await charts.AddNoteAsync(nurse, patient, charts.Note())).ShouldNotBeNull();
        (await portal.Get<AddPrescription>().ForAsync(nurse, Purpose.Treatment, patient, new(Guid.NewGuid(), charts.Order()), default)).ShouldBeNull();
        (await portal.Get<ListMyPatients>().ForAsync(nurse, Purpose.Treatment, null, default)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task Once_it_is_over_nothing_more_is_written()
    {
        var (actor, patient, _) = await glass.BrokenAsync();
        portal.Clock.Advance(TimeSpan.FromMinutes(60));
        (await charts.AddNoteAsync(actor, patient, charts.Note())).ShouldBeNull();
    }
}
