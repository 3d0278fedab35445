using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Tests.Data.Sealing;

/// <summary>What saving refuses: a change without its audit entry, a row over a broken one, a change that somebody else was quicker with.</summary>
public sealed class SavingTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task Without_an_entry_in_the_transaction_no_change_is_saved_on_either_path()
    {
        var patient = await SamplePatients.AddAsync(portal, null);
        await using var db = portal.Open();
        var access = await AccessAsync(db, patient);
        var row = Changes.NewObservation(access, patient, portal.Clock.GetUtcNow());

        db.Add(row);
        await RefusedAsync(() => db.SaveChangesAsync());
        await using var transaction = await db.Database.BeginTransactionAsync();
        await RefusedAsync(() => db.SaveChangesAsync());
        Should.Throw<InvalidOperationException>(() => db.SaveChanges());
        await RefusedAsync(() => portal.Get<PortalDatabase>().Bulk.InsertAsync(db, [row], default));
        await RefusedAsync(() => portal.Get<PortalDatabase>().Bulk.DeleteAsync<Observation>(db, [(row.Id, row.Version)], default));
    }

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task An_entry_does_not_cover_changes_after_its_transaction_however_that_ended()
    {
        var patient = await SamplePatients.AddAsync(portal, null);
        foreach (var end in new Func<Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction, Task>[]
            { t => t.CommitAsync(), t => t.RollbackAsync(), t => t.DisposeAsync().AsTask(), t => { t.Dispose(); return Task.CompletedTask; } })
        {
            await using var db = portal.Open();
            var access = await AccessAsync(db, patient);
            var transaction = await db.Database.BeginTransactionAsync();
            await Changes.AppendEntryAsync(portal, db, patient);
            await end(transaction);
            db.Add(Changes.NewObservation(access, patient, portal.Clock.GetUtcNow()));

            await RefusedAsync(() => db.SaveChangesAsync());
            await using var next = await db.Database.BeginTransactionAsync();
            await RefusedAsync(() => db.SaveChangesAsync());
        }
    }

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task An_entry_that_was_rolled_back_to_a_savepoint_covers_nothing()
    {
        var patient = await SamplePatients.AddAsync(portal, null);
        await using var db = portal.Open();
        var access = await AccessAsync(db, patient);
        await using var transaction = await db.Database.BeginTransactionAsync();
        await transaction.CreateSavepointAsync("before");
        await Changes.AppendEntryAsync(portal, db, patient);
        await transaction.RollbackToSavepointAsync("before");
        db.Add(Changes.NewObservation(access, patient, portal.Clock.GetUtcNow()));

        await RefusedAsync(() => db.SaveChangesAsync());
    }

    [Fact]
    [Trait("Norm", "164.312(c)")]
    public async Task A_row_whose_seal_is_broken_is_not_saved_over_on_either_path()
    {
        var patient = await SamplePatients.AddAsync(portal, null, observations: 1);
        await portal.Database.AsSuperuserAsync("UPDATE clinical.observations SET at = at - interval '1 day' WHERE patient_id = $1", patient.Value);
        await using var db = portal.Open();
        var access = await AccessAsync(db, patient);
        await using var transaction = await db.Database.BeginTransactionAsync();
        await Changes.AppendEntryAsync(portal, db, patient);
        var row = await db.Set<Observation>().SingleAsync(row => row.PatientId == patient);
        row.Details = access.Protect(patient, Changes.Details(99));

        await RefusedAsync(() => db.SaveChangesAsync());
        await RefusedAsync(() => portal.Get<PortalDatabase>().Bulk.InsertAsync(db, [row], default));
    }

    [Fact]
    public async Task Of_two_editors_of_one_row_one_loses_and_the_row_still_verifies()
    {
        var patient = await SamplePatients.AddAsync(portal, null, observations: 1);
        await using var first = portal.Open();
        await using var second = portal.Open();
        var mine = await first.Set<Observation>().SingleAsync(row => row.PatientId == patient);
        var yours = await second.Set<Observation>().SingleAsync(row => row.PatientId == patient);

        await SaveAsync(first, mine, 81);
        await Should.ThrowAsync<DbUpdateConcurrencyException>(() => SaveAsync(second, yours, 82));

        await using var db = portal.Open();
        var row = await db.Set<Observation>().SingleAsync(row => row.PatientId == patient);
        row.Version.ShouldBe(2);
        row.SealBroken.ShouldBeFalse();
        (await AccessAsync(db, patient)).Reveal(row, row.Details).ValueOrDefault!.Value.ShouldBe(81);
    }

    [Fact]
    public async Task What_EF_saves_and_what_is_written_in_bulk_read_the_same()
    {
        var patient = await SamplePatients.AddAsync(portal, null, observations: 0);
        var at = portal.Clock.GetUtcNow().AddTicks(7); // finer than a microsecond
        await using (var db = portal.Open())
        {
            var access = await AccessAsync(db, patient);
            await using var transaction = await db.Database.BeginTransactionAsync();
            await Changes.AppendEntryAsync(portal, db, patient);
            db.Add(Changes.NewObservation(access, patient, at));
            await db.SaveChangesAsync();
            await portal.Get<PortalDatabase>().Bulk.InsertAsync(db, [Changes.NewObservation(access, patient, at)], default);
            await transaction.CommitAsync();
        }

        await using var again = portal.Open();
        var rows = await again.Set<Observation>().Where(row => row.PatientId == patient).ToListAsync();
        var reads = await AccessAsync(again, patient);
        rows.Count.ShouldBe(2);
        rows.ShouldAllBe(row => !row.SealBroken);
        rows.Select(row => (row.At, row.Version, row.SealFormat, row.EncounterId, reads.Reveal(row, row.Code).ValueOrDefault)).Distinct().Count().ShouldBe(1);
        rows.Select(row => reads.Reveal(row, row.Details).ValueOrDefault!.Value).ShouldBe([72m, 72m]);
    }

    [Fact]
    [Trait("Norm", "164.312(a)(2)(iv)")]
    public async Task A_loaded_value_cannot_be_put_into_another_column_by_assigning_it()
    {
        var patient = await SamplePatients.AddAsync(portal, null);
        await using var db = portal.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await Changes.AppendEntryAsync(portal, db, patient);
        var identity = await db.Set<Patient>().SingleAsync(row => row.PatientId == patient);
        var listed = await db.Set<PatientListRow>().SingleAsync(row => row.PatientId == patient);
        listed.Name = identity.Name;

        var refusal = await Should.ThrowAsync<InvalidOperationException>(() => db.SaveChangesAsync());

        refusal.ToString().ShouldNotContain("Müller");
    }

    private async Task SaveAsync(PortalDbContext db, Observation row, decimal value)
    {
        var access = await AccessAsync(db, row.PatientId);
        await using var transaction = await db.Database.BeginTransactionAsync();
        await Changes.AppendEntryAsync(portal, db, row.PatientId);
        row.Details = access.Protect(row.PatientId, Changes.Details(value));
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    private Task<Access> AccessAsync(PortalDbContext db, PatientId patient) =>
        portal.Get<Gate>().OpenForImportAsync(db, Actor.System("test"), [patient], [], default);

    private static async Task RefusedAsync(Func<Task> save) =>
        (await Should.ThrowAsync<InvalidOperationException>(save)).Message.ShouldMatch("audit entry|seal is broken");
}
