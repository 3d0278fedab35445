using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Features.Patients.Import.Mapping;
using Portal.Features.Patients.Import.Source;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Patients.Registration;

/// <summary>Gives the search tokens of today's kinds to patients who were registered before there were any. What is there already stays.</summary>
[Needs(Permission.ImportRecords)]
public sealed class ReindexPatients
{
    private const int AtOnce = 500;

    private readonly PortalDatabase database;
    private readonly Gate gate;
    private readonly AuditLog audit;
    private readonly PatientIndexes indexes;

    internal ReindexPatients(PortalDatabase database, Gate gate, AuditLog audit, PatientIndexes indexes)
    {
        this.database = database;
        this.gate = gate;
        this.audit = audit;
        this.indexes = indexes;
    }

    /// <summary>Indexes all who lack tokens, 500 in a transaction with its audit entry, and says how many they were. Stopped in between, it goes on at the next call.</summary>
    /// <param name="actor">The job.</param>
    /// <param name="progress">Told after each transaction how many are done; may be <c>null</c>.</param>
    /// <param name="cancel">Stops between two transactions.</param>
    /// <exception cref="UnauthorizedAccessException">The actor may not bring in records; the attempt is audited.</exception>
    public async Task<int> ForAsync(Actor actor, IProgress<int>? progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var done = 0;
        for (var last = Guid.Empty; await NextAsync(actor, last, cancel) is { Count: > 0 } patients; last = patients[^1].Value)
        {
            done += await IndexAsync(actor, patients, cancel);
            progress?.Report(done);
        }

        return done;
    }

    private async Task<List<PatientId>> NextAsync(Actor actor, Guid last, CancellationToken cancel)
    {
        var generation = indexes.GenerationToken;
        await using var db = database.Open();
        await using var transaction = await gate.BeginForJobAsync(db, actor, cancel);
        var indexed = db.Set<NameToken>().Where(token => token.Token == generation).Select(token => token.PatientId);
        return await db.Set<Patient>().AsNoTracking().Where(row => row.Id.CompareTo(last) > 0 && !indexed.Contains(row.PatientId))
            .OrderBy(row => row.Id).Take(AtOnce).Select(row => row.PatientId).ToListAsync(cancel);
    }

    private async Task<int> IndexAsync(Actor actor, IReadOnlyList<PatientId> ids, CancellationToken cancel)
    {
        try
        {
            await using var db = database.Open();
            await using var transaction = await gate.BeginForJobAsync(db, actor, cancel);
            await audit.AppendAsync(db, Entry(actor, ids), cancel);
            var access = await gate.OpenForImportAsync(db, actor, ids, [], cancel);
            var patients = await LockedAsync(db, access, ids, cancel);
            await database.Bulk.InsertAsync(db, await MissingAsync(db, access, patients, cancel), cancel);
            await transaction.CommitAsync(cancel);
            return patients.Count;
        }
        catch (Exception clash) when (Clash.Is(clash))
        {
            return 0; // another node or an import was quicker; the next start looks again
        }
    }

    // Read under the lock: an import exchanges tokens only after it has changed the patient's row, so it waits, and then takes away what is written here.
    // Who is being changed this moment is left to that import.
    private async Task<List<Patient>> LockedAsync(PortalDbContext db, Access access, IReadOnlyList<PatientId> ids, CancellationToken cancel)
    {
        var locked = await database.LockPatientsAsync(db, [.. ids.Select(id => id.Value)], cancel);
        var rows = await db.Set<Patient>().AsNoTracking().Where(row => locked.Contains(row.Id)).ToListAsync(cancel);
        return [.. rows.Where(row => !row.SealBroken && access.Opens(row.PatientId))];
    }

    private async Task<List<NameToken>> MissingAsync(PortalDbContext db, Access access, IReadOnlyList<Patient> patients, CancellationToken cancel)
    {
        PatientId[] ids = [.. patients.Select(row => row.PatientId)];
        var sources = await PatientSources.LoadAsync(db, access, ids, cancel);
        var there = await db.Set<NameToken>().AsNoTracking().Where(token => ids.Contains(token.PatientId)).ToListAsync(cancel);
        var known = there.Select(token => (token.PatientId, new Guid(token.Token))).ToHashSet();
        return [.. patients.SelectMany(row => TokensOf(access, row, sources.Find(row.PatientId))).Where(token => known.Add((token.PatientId, new Guid(token.Token))))];
    }

    // Rows hold one name and two identifiers; former names, a passport's number and the like are only in what the patient was imported from.
    private IEnumerable<NameToken> TokensOf(Access access, Patient row, MappedPatient? source)
    {
        var contact = access.Reveal(row, row.Contact).ValueOrDefault ?? ContactDetails.None;
        PersonName?[] names = [access.Reveal(row, row.Name).ValueOrDefault, .. source?.AllNames ?? []];
        string?[] identifiers = [access.Reveal(row, row.NationalId).ValueOrDefault, access.Reveal(row, row.Mrn).ValueOrDefault, .. source?.Identifiers ?? []];
        return indexes.NameTokens(names.OfType<PersonName>())
            .Concat(indexes.ContactTokens(contact, identifiers.OfType<string>()))
            .Append(indexes.GenerationToken)
            .Select(token => new NameToken { PatientId = row.PatientId, Token = token });
    }

    private AuditEntry Entry(Actor actor, IReadOnlyList<PatientId> patients) =>
        audit.NewEntry(actor, Purpose.System, AuditAction.Maintain, AuditResource.Patient, DataCategories.Identity | DataCategories.Source, AuditOutcome.Allowed) with { Patients = patients };
}
