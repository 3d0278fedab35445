using Portal.Features.Patients.Import.Mapping;
using Portal.Features.Patients.Import.Reading;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Features.Patients.Import;

/// <summary>What one run of an import knows and has counted so far.</summary>
internal sealed class ImportRun(Actor actor, AccountId? assignTo)
{
    private readonly SortedDictionary<string, long> byType = new(StringComparer.Ordinal);
    private readonly HashSet<PatientId> patients = [];
    private readonly List<FailedFile> failed = [];
    private int unlisted;

    public Actor Actor { get; } = actor;

    public AccountId? AssignTo { get; } = assignTo;

    public Names Names { get; } = new();

    /// <summary>Source names of patients that this run does not bring in; what refers to them is not brought in either.</summary>
    public HashSet<string> Refused { get; } = new(StringComparer.Ordinal);

    public long Resources { get; private set; }

    public long Unchanged { get; private set; }

    /// <summary>How much could not be brought in so far without an audit entry that says so.</summary>
    public int Unaudited { get; private set; }

    public long Kept { get; private set; }

    public void Count(BatchResult result)
    {
        foreach (var entry in result.Done)
        {
            byType[entry.Type] = byType.GetValueOrDefault(entry.Type) + 1;
        }

        Resources += result.Done.Count;
        Unchanged += result.Unchanged;
        Kept += result.Kept;
        patients.UnionWith(result.Patients);
    }

    public void Fail(FhirFile file, ImportFault fault, bool isAudited = false)
    {
        Unaudited += isAudited ? 0 : 1;
        if (failed.Count < ImportLimits.FaultsListed)
        {
            failed.Add(new FailedFile(file.Path, fault.Position, fault.Reason));
        }
        else
        {
            unlisted++;
        }
    }

    public ImportReport Report(int files, double seconds)
    {
        IReadOnlyList<FailedFile> all = unlisted == 0 ? failed : [.. failed, new FailedFile("", "", $"{unlisted} more could not be imported")];
        return new ImportReport(files, all, Resources, byType, patients.Count, Unchanged, Kept, seconds);
    }
}

/// <summary>What became of one batch.</summary>
/// <param name="Done">Resources that are in the portal now.</param>
/// <param name="Unchanged">How many of them were there already.</param>
/// <param name="Kept">How many changed sources left an entry alone that was corrected by hand.</param>
/// <param name="Patients">The patients they belong to.</param>
/// <param name="Faults">What could not be brought in.</param>
/// <param name="Waiting">Positions whose patient may still come in a later file.</param>
internal sealed record BatchResult(
    IReadOnlyList<ImportEntry> Done, int Unchanged, int Kept, IReadOnlyCollection<PatientId> Patients, IReadOnlyList<ImportFault> Faults, IReadOnlyList<string> Waiting);
