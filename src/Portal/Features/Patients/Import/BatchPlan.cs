using Portal.Features.Patients.Import.Reading;
using Portal.Features.Patients.Import.Source;
using Portal.Kernel;

namespace Portal.Features.Patients.Import;

/// <summary>A resource that is new or differs from the last import.</summary>
/// <param name="Hash">Keyed hash of its content.</param>
/// <param name="Json">Its content in canonical form.</param>
/// <param name="Key">Keyed hash of its source name.</param>
/// <param name="RowId">The id of the row that is made from it.</param>
/// <param name="Prior">The last revision, if any.</param>
internal sealed record Change(byte[] Hash, byte[] Json, Guid Key, Guid RowId, KnownSource? Prior)
{
    public int Revision => (Prior?.Revision ?? 0) + 1;
}

/// <summary>A resource of a patient, and what is new about it.</summary>
internal sealed record Planned(ImportEntry Entry, string PatientName, PatientId Patient, Change? Change);

/// <summary>What a batch will do, worked out before its transaction begins.</summary>
internal sealed class BatchPlan
{
    private readonly SourceKeys keys;
    private readonly KnownSources known;
    private readonly Dictionary<string, PatientId> patients = new(StringComparer.Ordinal);

    public BatchPlan(ImportRun run, SourceKeys keys, KnownSources known, IReadOnlyList<Placed> placed, bool isLast)
    {
        this.keys = keys;
        this.known = known;
        var own = placed.Where(one => one.Entry.Type == "Patient").Select(one => one.Patient!).ToHashSet(StringComparer.Ordinal);
        foreach (var one in placed)
        {
            Plan(run, one, own, isLast);
        }
    }

    public List<Planned> Resources { get; } = [];

    public List<ImportEntry> Directory { get; } = [];

    public HashSet<PatientId> Fresh { get; } = [];

    public List<ImportFault> Faults { get; } = [];

    public List<string> Waiting { get; } = [];

    public bool IsEmpty => Resources.Count == 0 && Directory.Count == 0;

    public IReadOnlyCollection<PatientId> Patients => patients.Values;

    /// <summary>Patients with something new.</summary>
    public IEnumerable<PatientId> Changing => Resources.Where(one => one.Change is not null).Select(one => one.Patient).Distinct();

    /// <summary>All whose rows are touched, among them those from whom a resource is taken away.</summary>
    public IReadOnlyList<PatientId> Touched => [.. Patients.Concat(Resources.Select(one => one.Change?.Prior?.Patient).OfType<PatientId>()).Distinct()];

    /// <summary>Takes a patient out of the plan, with all that is theirs.</summary>
    public void Refuse(PatientId patient, ImportRun run, string reason)
    {
        var theirs = Resources.Where(one => one.Patient == patient).ToList();
        var first = theirs.Find(one => one.Entry.Type == "Patient") ?? theirs[0];
        Faults.Add(new ImportFault(first.Entry.Position, reason));
        run.Refused.Add(first.PatientName);
        patients.Remove(first.PatientName);
        Resources.RemoveAll(one => one.Patient == patient);
    }

    private void Plan(ImportRun run, Placed one, HashSet<string> own, bool isLast)
    {
        if (one.Patient is not { } name)
        {
            Directory.Add(one.Entry);
        }
        else if (run.Refused.Contains(name))
        {
            Faults.Add(new ImportFault(one.Entry.Position, "belongs to a patient who was refused"));
        }
        else if (PatientOf(name, own) is { } patient)
        {
            Compare(one.Entry, name, patient);
        }
        else if (isLast)
        {
            Faults.Add(new ImportFault(one.Entry.Position, "refers to a patient who is neither in the files nor in the portal"));
        }
        else
        {
            Waiting.Add(one.Entry.Position);
        }
    }

    private PatientId? PatientOf(string name, HashSet<string> own)
    {
        if (patients.TryGetValue(name, out var seen))
        {
            return seen;
        }

        if (known.Find(keys.Of(name)) is { Type: "Patient", IsBroken: false } source)
        {
            return patients[name] = source.Patient;
        }

        if (!own.Contains(name))
        {
            return null;
        }

        var fresh = PatientId.New();
        Fresh.Add(fresh);
        return patients[name] = fresh;
    }

    private void Compare(ImportEntry entry, string patientName, PatientId patient)
    {
        var key = keys.Of(entry.SourceName!);
        var prior = known.Find(key);
        if (prior is { IsBroken: true })
        {
            Faults.Add(new ImportFault(entry.Position, "differs from its seal in the database; have it looked into before importing it again"));
            return;
        }

        var json = SourceText.Canonical(entry.Resource);
        var hash = keys.Content(json);
        if (prior is not null && prior.Patient == patient && prior.ContentHash.AsSpan().SequenceEqual(hash))
        {
            Resources.Add(new Planned(entry, patientName, patient, null));
            return;
        }

        var row = entry.Type == "Patient" ? patient.Value
            : prior is { RowId: { } old } && prior.Patient == patient ? old
            : keys.RowId(patient, entry.SourceName!);
        var change = new Change(hash, json, key, row, prior);
        known.Put(key, new KnownSource(patient, entry.Type, hash, change.Revision, row, IsBroken: false));
        Resources.Add(new Planned(entry, patientName, patient, change));
    }
}
