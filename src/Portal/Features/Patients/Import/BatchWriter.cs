using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Patients.Billing;
using Portal.Features.Patients.Care;
using Portal.Features.Patients.Charting.History;
using Portal.Features.Patients.Import.Mapping;
using Portal.Features.Patients.Import.Reading;
using Portal.Features.Patients.Import.Source;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Crypto;

namespace Portal.Features.Patients.Import;

/// <summary>Lays out what a plan holds, and writes it within the transaction of its audit entry.</summary>
internal sealed class BatchWriter(PortalDbContext db, IBulkWriter bulk, Access access, SourceKeys keys, PatientIndexes indexes, DateTimeOffset now)
{
    private readonly ImportRows rows = new();
    private readonly PatientWriter people = new(access, indexes, now);
    private readonly Dictionary<PatientId, SubjectDisplays> displays = [];
    private readonly Dictionary<PatientId, Patient> fresh = [];
    private readonly Dictionary<PatientId, List<NameToken>> tokens = [];
    private readonly Dictionary<PatientId, MappedPatient> exchanged = [];

    private readonly List<Attendance> attendances = [];

    private IReadOnlyList<BulkRows> laidOut = [];
    private IReadOnlyList<DirectoryResource> directory = [];

    /// <summary>Who took part in the encounters that are written.</summary>
    public IReadOnlyCollection<Attendance> Attendances => attendances;

    /// <summary>Entries that were corrected by hand and left alone, though their source has changed.</summary>
    public int Kept { get; private set; }

    /// <summary>Makes, packs, encrypts and seals all rows; the transaction begins afterwards, so that the database is held no longer than its own work takes.</summary>
    public async Task LayOutAsync(BatchPlan plan, KnownPatients known, References references, Grouping grouping, CancellationToken cancel)
    {
        var changed = plan.Resources.Where(one => one.Change is not null).ToList();
        foreach (var one in changed.Where(one => one.Entry.Type == "Patient"))
        {
            WritePatient(plan, known, one);
        }

        var byHand = await HandWrittenAsync(changed, cancel);
        var maker = new RowMaker(access, keys, rows, now);
        foreach (var one in changed)
        {
            RequireKey(one);
            WriteSource(one, known, grouping);
            if (one.Entry.Type == "Encounter")
            {
                attendances.AddRange(Attendance.Of(new FhirSource(one.Entry, references), one.Patient, keys));
            }

            var isKept = one.Change!.Prior?.RowId is { } old && byHand.Contains(old);
            Kept += isKept ? 1 : 0;
            if (!isKept || one.Change.Prior!.Patient != one.Patient)
            {
                maker.Make(new FhirSource(one.Entry, references), SlotOf(one, isKept));
            }
        }

        KeepDisplays(known);
        await AddCoversAsync(maker.ContainedCovers, cancel);
        laidOut = [.. rows.LayOut(db, bulk), bulk.LayOut(db, tokens.Values.SelectMany(ofOne => ofOne).ToList())];
    }

    /// <summary>Lays out the resources of no patient.</summary>
    public void LayOutDirectory(IEnumerable<ImportEntry> entries, DataKey key) => directory = new DirectoryWriter(keys, key, now).RowsOf(entries);

    /// <summary>Writes what was laid out: the fresh patients' keys and the known patients' rows first.</summary>
    public async Task WriteAsync(CancellationToken cancel)
    {
        await db.SaveChangesAsync(cancel);
        await rows.DeleteOldAsync(db, bulk, cancel);
        await bulk.InsertAsync(db, laidOut, cancel);
        await ExchangeTokensAsync(cancel);
    }

    /// <summary>Puts patients into an account's care, those who are not there yet, and says who they are.</summary>
    public async Task<IReadOnlyList<PatientId>> AssignAsync(AccountId account, IReadOnlyCollection<PatientId> patients, CancellationToken cancel)
    {
        var assigned = new List<PatientId>();
        foreach (var chunk in patients.Chunk(1000))
        {
            var there = await db.Set<CareRelationship>().AsNoTracking()
                .Where(row => row.AccountId == account && chunk.Contains(row.PatientId) && (row.End == null || row.End > now)).ToListAsync(cancel);
            var missing = chunk.Except(there.Where(row => !row.SealBroken).Select(row => row.PatientId)).ToList();
            await bulk.InsertAsync(db, missing.Select(patient => Care(account, patient)).ToList(), cancel);
            assigned.AddRange(missing);
        }

        return assigned;
    }

    /// <summary>Writes the directory resources that are not there yet, and says how many they were.</summary>
    public async Task<int> WriteDirectoryAsync(CancellationToken cancel)
    {
        var added = await DirectoryWriter.NewAsync(db, directory, cancel);
        await bulk.InsertAsync(db, added, cancel);
        return added.Count;
    }

    // After the patients' own rows: whoever else adds tokens holds those rows, so what is read here is all there is (ReindexPatients).
    private async Task ExchangeTokensAsync(CancellationToken cancel)
    {
        foreach (var (patient, mapped) in exchanged)
        {
            await people.ExchangeTokensAsync(db, patient, mapped, cancel);
        }

        await db.SaveChangesAsync(cancel);
    }

    private void WritePatient(BatchPlan plan, KnownPatients known, Planned one)
    {
        RequireKey(one);
        var mapped = PatientMapper.Map(one.Entry.Resource);
        if (!plan.Fresh.Contains(one.Patient))
        {
            people.Fill(known.Find(one.Patient)!, known.FindListed(one.Patient)!, mapped);
            exchanged[one.Patient] = mapped;
            return;
        }

        var patient = new Patient { Id = one.Patient.Value, PatientId = one.Patient };
        var listed = new PatientListRow { Id = one.Patient.Value, PatientId = one.Patient };
        people.Fill(patient, listed, mapped);
        fresh[one.Patient] = patient;
        rows.Add(patient);
        rows.Add(listed);
        tokens[one.Patient] = [.. people.Tokens(one.Patient, mapped)];
    }

    private void WriteSource(Planned one, KnownPatients known, Grouping grouping)
    {
        var change = one.Change!;
        bool IsSubject(string reference) => grouping.PatientBehind(reference, one.Entry) == one.PatientName;
        var json = SourceText.NamesSubject(one.Entry.Resource, IsSubject)
            ? SourceText.WithTokens(one.Entry.Resource, IsSubject, DisplaysOf(one.Patient, known).TokenOf)
            : change.Json;
        rows.Add(new SourceResource
        {
            Id = Guid.CreateVersion7(now),
            PatientId = one.Patient,
            ResourceType = one.Entry.Type,
            SourceKey = change.Key.ToByteArray(),
            ContentHash = change.Hash,
            Revision = change.Revision,
            ImportedAt = now,
            RowId = one.Entry.Type == "Patient" || RowMaker.Makes(one.Entry.Type) ? change.RowId : null,
            Body = access.Protect(one.Patient, new SourceBody(one.Entry.FullUrl, json).Pack()),
        });
    }

    // A row that only imports made has the version of the revision it was made from.
    private static RowSlot SlotOf(Planned one, bool isKept) => new(
        one.Patient, one.Change!.RowId, one.Change.Revision, one.Change.Prior is { RowId: { } row, Revision: var revision } && !isKept ? (row, revision) : null);

    // Whoever corrected an entry knew more than the file: the new revision is kept as source, and the entry stays (ADR 0018).
    private async Task<HashSet<Guid>> HandWrittenAsync(IReadOnlyList<Planned> changed, CancellationToken cancel)
    {
        var byHand = new HashSet<Guid>();
        foreach (var chunk in changed.Select(one => one.Change!.Prior?.RowId).OfType<Guid>().Distinct().Chunk(1000))
        {
            byHand.UnionWith(await db.Set<EntryChange>().Where(row => chunk.Contains(row.EntryId)).Select(row => row.EntryId).Distinct().ToListAsync(cancel));
        }

        return byHand;
    }

    private SubjectDisplays DisplaysOf(PatientId patient, KnownPatients known)
    {
        if (!displays.TryGetValue(patient, out var found))
        {
            var stored = known.Find(patient) is { } row ? access.Reveal(row, row.SourceDisplays) : default;
            if (stored.IsDamaged)
            {
                throw new ImportFaultException("", "belongs to a patient whose stored identity cannot be read; have it looked into first");
            }

            displays[patient] = found = new SubjectDisplays(patient, stored.ValueOrDefault ?? []);
        }

        return found;
    }

    private void KeepDisplays(KnownPatients known)
    {
        foreach (var (patient, found) in displays)
        {
            people.Keep(fresh.GetValueOrDefault(patient) ?? known.Find(patient)!, found);
        }
    }

    private async Task AddCoversAsync(Dictionary<Guid, Coverage> covers, CancellationToken cancel)
    {
        foreach (var chunk in covers.Keys.ToList().Chunk(1000))
        {
            await db.Set<Coverage>().AsNoTracking().Where(row => chunk.Contains(row.Id)).ForEachAsync(row => covers.Remove(row.Id), cancel);
        }

        foreach (var cover in covers.Values)
        {
            rows.Add(cover);
        }
    }

    private CareRelationship Care(AccountId account, PatientId patient) => new()
    {
        Id = Guid.CreateVersion7(now), PatientId = patient, AccountId = account, Source = CareSource.Assigned, Start = now,
    };

    // An erased patient has no key any more; what was erased does not come back by the way.
    private void RequireKey(Planned one)
    {
        if (!access.Opens(one.Patient))
        {
            throw new ImportFaultException(one.Entry.Position, "belongs to a patient whose key was destroyed");
        }
    }
}
