using Portal.Data;
using Portal.Data.Auditing;
using Portal.Features.Patients.Care;
using Portal.Features.Patients.Import.Mapping;
using Portal.Features.Patients.Import.Reading;
using Portal.Features.Patients.Import.Source;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Features.Patients.Import;

/// <summary>Brings in batches, each in one transaction, with one audit entry in it, and one more where patients come into somebody's care.</summary>
internal sealed class BatchImporter(PortalDatabase database, Gate gate, AuditLog audit, KeyRing keyRing, PatientIndexes indexes, EncounterCare encounters, TimeProvider clock)
{
    private static readonly HashSet<string> Financial = new(StringComparer.Ordinal) { "Claim", "ExplanationOfBenefit", "Coverage" };

    private readonly SourceKeys keys = new(keyRing.Index);

    /// <summary>
    /// Looks up what is known of the wanted entries and lays out their rows; those whose patient is unknown wait, unless this is the last attempt. An earlier batch may
    /// be being written meanwhile: where it changes what this one looks up, it is waited for.
    /// </summary>
    public async Task<PreparedBatch> PrepareAsync(ImportRun run, ImportBatch batch, Func<string, bool> isWanted, bool isLast, InTurn turn, CancellationToken cancel)
    {
        // A bundle's own references are found in it; only what bundles share is remembered over the run, so that its memory does not grow with the files.
        foreach (var entry in batch.Entries.Where(entry => !batch.IsBundle || Grouping.IsShared(entry.Type)))
        {
            run.Names.Learn(entry);
        }

        var references = new References(batch.Entries, run.Names);
        var grouping = new Grouping(batch, references);
        var (placed, faults) = grouping.Place();
        var wanted = placed.Where(one => isWanted(one.Entry.Position)).ToList();
        var touched = wanted.SelectMany(KeysOf).ToHashSet();
        await turn.UntilFreeAsync(touched);

        var db = database.Open();
        try
        {
            // A transaction of its own: until this batch is written, an earlier one may take long, and a server does not wait for an idle transaction.
            await using var reading = await gate.BeginForJobAsync(db, run.Actor, cancel);
            var known = await KnownSources.LoadAsync(db, touched, cancel);
            var plan = new BatchPlan(run, keys, known, wanted, isLast);
            plan.Faults.AddRange(faults.Where(fault => isWanted(fault.Position)));
            var people = await KnownPatients.LoadAsync(db, plan, cancel);
            people.RefuseStrangers(plan, run, indexes);
            return new PreparedBatch(db, plan, plan.IsEmpty ? null : await LayOutAsync(db, run, plan, people, references, grouping, cancel), touched);
        }
        catch
        {
            await db.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes a batch in one transaction.</summary>
    public async Task<BatchResult> WriteAsync(ImportRun run, PreparedBatch batch, CancellationToken cancel)
    {
        var plan = batch.Plan;
        var fresh = batch.Writer is { } writer ? await WriteAsync(batch.Db, run, plan, writer, cancel) : 0;
        var unchanged = plan.Resources.Count(one => one.Change is null) + plan.Directory.Count - fresh;
        return new BatchResult([.. plan.Resources.Select(one => one.Entry), .. plan.Directory], unchanged, batch.Writer?.Kept ?? 0, plan.Patients, plan.Faults, plan.Waiting);
    }

    private IEnumerable<Guid> KeysOf(Placed one) => one.Patient is { } patient ? [keys.Of(one.Entry.SourceName!), keys.Of(patient)] : [];

    private Task<BatchWriter> LayOutAsync(
        PortalDbContext db, ImportRun run, BatchPlan plan, KnownPatients people, References references, Grouping grouping, CancellationToken cancel) =>
        OrRecordAsync(run, plan, async () =>
        {
            var access = await gate.PrepareImportAsync(db, run.Actor, [.. plan.Touched.Where(patient => !plan.Fresh.Contains(patient))], plan.Fresh, cancel);
            var writer = new BatchWriter(db, database.Bulk, access, keys, indexes, Microseconds.Cut(clock.GetUtcNow()));
            await writer.LayOutAsync(plan, people, references, grouping, cancel);
            writer.LayOutDirectory(plan.Directory, keyRing.Of(KeyUse.Directory));
            return writer;
        }, cancel);

    private Task<int> WriteAsync(PortalDbContext db, ImportRun run, BatchPlan plan, BatchWriter writer, CancellationToken cancel) =>
        OrRecordAsync(run, plan, async () =>
        {
            await using var transaction = await gate.BeginForJobAsync(db, run.Actor, cancel);
            await audit.AppendAsync(db, Entry(run, plan, AuditOutcome.Allowed), cancel);
            await writer.WriteAsync(cancel);
            await AssignAsync(db, run, writer, plan.Patients, cancel);
            await encounters.WriteAsync(db, run.Actor, writer.Attendances, cancel);
            var fresh = await writer.WriteDirectoryAsync(cancel);
            await transaction.CommitAsync(cancel);
            return fresh;
        }, cancel);

    private async Task<T> OrRecordAsync<T>(ImportRun run, BatchPlan plan, Func<Task<T>> work, CancellationToken cancel)
    {
        try
        {
            return await work();
        }
        catch (Exception cause) when (cause is not OperationCanceledException)
        {
            await RecordFailureAsync(run, plan, cause, cancel);
            if (Clash.Is(cause))
            {
                throw new ImportFaultException("", "clashes with what another import wrote at the same time; import it again");
            }

            throw;
        }
    }

    /// <summary>Writes down that a file, or parts of one, could not be brought in. The report that says which is the caller's; a file's name can name a person.</summary>
    public Task RecordFailureAsync(ImportRun run, CancellationToken cancel) =>
        audit.AppendAsync(
            audit.NewEntry(run.Actor, Purpose.System, AuditAction.Import, AuditResource.Bundle, DataCategories.None, AuditOutcome.Failed) with { Reason = "not-imported" }, cancel);

    private async Task RecordFailureAsync(ImportRun run, BatchPlan plan, Exception cause, CancellationToken cancel)
    {
        try
        {
            await audit.AppendAsync(Entry(run, plan, AuditOutcome.Failed), cancel);
        }
        catch (AuditUnavailableException) when (ImportOutage.Is(cause))
        {
            // The database is gone or full: what the caller learns is that, and no entry could be written about it.
        }
    }

    private async Task AssignAsync(PortalDbContext db, ImportRun run, BatchWriter writer, IReadOnlyCollection<PatientId> patients, CancellationToken cancel)
    {
        if (run.AssignTo is { } account && await writer.AssignAsync(account, patients, cancel) is { Count: > 0 } assigned)
        {
            await audit.AppendAsync(db, CareGrant.Entry(audit, run.Actor, account, assigned), cancel);
        }
    }

    // A failed batch is rolled back with its entry, and with the patients it would have made: its own entry names the known ones.
    private AuditEntry Entry(ImportRun run, BatchPlan plan, AuditOutcome outcome) =>
        audit.NewEntry(run.Actor, Purpose.System, AuditAction.Import, AuditResource.Bundle, CategoriesOf(plan), outcome) with
        {
            Patients = outcome == AuditOutcome.Allowed ? plan.Touched : [.. plan.Touched.Where(patient => !plan.Fresh.Contains(patient))],
        };

    private static DataCategories CategoriesOf(BatchPlan plan) =>
        plan.Resources.Aggregate(DataCategories.None, (sum, one) => sum | DataCategories.Source | one.Entry.Type switch
        {
            "Patient" => DataCategories.Identity,
            var type => Financial.Contains(type) ? DataCategories.Billing : DataCategories.Clinical,
        });
}
