using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Features.Patients.Care;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Patients.Demo;

/// <summary>Adds 200 invented patients with full charts. They belong to nobody; they exist in Development only.</summary>
[Needs(Permission.MaintainInstance, Permission.ImportRecords)]
public sealed class SeedDemoPatients
{
    /// <summary>How many patients there are.</summary>
    public const int Count = DemoPopulation.Size;

    private const int BatchSize = 25;

    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly Gate gate;
    private readonly AuditLog audit;
    private readonly PatientIndexes indexes;
    private readonly TimeProvider clock;
    private readonly IHostEnvironment environment;

    internal SeedDemoPatients(
        PortalDatabase database, Gate gate, AuditLog audit, PatientIndexes indexes, TimeProvider clock, IHostEnvironment environment)
    {
        (this.database, this.gate, this.audit) = (database, gate, audit);
        (this.indexes, this.clock, this.environment) = (indexes, clock, environment);
    }

    /// <summary>Adds what is missing and gives the patient whose record the demo patient's account shows.</summary>
    /// <param name="actor">The job that sets the instance up.</param>
    /// <param name="clinicians">Who takes them into care: sixty each, some shared; the rest stays with nobody.</param>
    /// <param name="cancel">Gives up between two batches.</param>
    /// <exception cref="ValidationException">There are too many clinicians, or one has no account or no name.</exception>
    /// <exception cref="InvalidOperationException">The portal does not run in Development.</exception>
    /// <exception cref="UnauthorizedAccessException">The actor may not maintain the instance.</exception>
    public async Task<PatientId> ForAsync(Actor actor, IReadOnlyList<DemoClinician> clinicians, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(clinicians);
        await RequireAsync(actor, cancel);
        await Valid.ValidateAndThrowAsync(new Seed(clinicians), cancel);
        var first = await FindFirstsAsync(actor, cancel);
        foreach (var numbers in Enumerable.Range(1, Count).Chunk(BatchSize).Where(numbers => !first.ContainsKey(numbers[0])))
        {
            first[numbers[0]] = await WriteAsync(actor, numbers, clinicians, cancel);
        }

        return first[1];
    }

    private async Task RequireAsync(Actor actor, CancellationToken cancel)
    {
        if (!actor.Has(Permission.MaintainInstance))
        {
            await audit.AppendAsync(
                audit.NewEntry(actor, Purpose.System, AuditAction.Import, AuditResource.Bundle, DataCategories.None, AuditOutcome.Denied), cancel);
            throw new UnauthorizedAccessException("This role may not add demo patients.");
        }

        if (!environment.IsDevelopment())
        {
            throw new InvalidOperationException("Demo patients exist in Development only: set the environment to Development or import real records.");
        }
    }

    // A batch is there as a whole or not at all, so its first record number answers for it; no record is opened for that.
    private async Task<Dictionary<int, PatientId>> FindFirstsAsync(Actor actor, CancellationToken cancel)
    {
        var firsts = Enumerable.Range(1, Count).Chunk(BatchSize)
            .ToDictionary(numbers => Convert.ToHexString(indexes.Mrn(DemoPopulation.MrnOf(numbers[0]))!), numbers => numbers[0]);
        var hashes = firsts.Keys.Select(Convert.FromHexString).ToList();
        await using var db = database.Open();
        await using var transaction = await gate.BeginForJobAsync(db, actor, cancel);
        var there = await db.Set<Patient>().AsNoTracking().Where(row => hashes.Contains(row.MrnIndex!)).ToListAsync(cancel);
        return there.ToDictionary(row => firsts[Convert.ToHexString(row.MrnIndex!)], row => row.PatientId);
    }

    private async Task<PatientId> WriteAsync(Actor actor, int[] numbers, IReadOnlyList<DemoClinician> clinicians, CancellationToken cancel)
    {
        var ids = numbers.Select(_ => PatientId.New()).ToArray();
        var now = Microseconds.Cut(clock.GetUtcNow());
        await using var db = database.Open();
        await using var transaction = await gate.BeginForJobAsync(db, actor, cancel);
        await audit.AppendAsync(db, Entry(actor, ids), cancel);
        var batch = new DemoBatch(await gate.OpenForImportAsync(db, actor, [], ids, cancel), indexes, clinicians, now);
        foreach (var (id, number) in ids.Zip(numbers))
        {
            batch.Add(id, DemoPopulation.Person(number, now));
        }

        await batch.WriteAsync(db, database.Bulk, cancel);
        foreach (var (account, patients) in batch.Care)
        {
            await audit.AppendAsync(db, CareGrant.Entry(audit, actor, account, patients), cancel);
        }

        await transaction.CommitAsync(cancel);
        return ids[0];
    }

    private AuditEntry Entry(Actor actor, PatientId[] ids) =>
        audit.NewEntry(
            actor, Purpose.System, AuditAction.Import, AuditResource.Bundle,
            DataCategories.Identity | DataCategories.Clinical | DataCategories.Billing, AuditOutcome.Allowed) with
        {
            Patients = ids,
        };

    private sealed record Seed(IReadOnlyList<DemoClinician> Clinicians);

    private sealed class Rules : AbstractValidator<Seed>
    {
        public Rules()
        {
            RuleFor(seed => seed.Clinicians).Must(all => all.Count <= 100).WithMessage("Give at most 100 clinicians.");
            RuleForEach(seed => seed.Clinicians)
                .Must(one => one.Account != default && one.Team is >= 0 and < 100 && !string.IsNullOrWhiteSpace(one.Name) && one.Name.Length <= 200)
                .WithMessage("Give each clinician an account, a name and a team.");
        }
    }
}
