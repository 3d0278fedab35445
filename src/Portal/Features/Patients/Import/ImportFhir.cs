using System.Diagnostics;
using FluentValidation;
using Portal.Data;
using Portal.Features.Patients.Import.Reading;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Patients.Import;

/// <summary>Brings in patients' records from FHIR R4 files: bundles, single resources and ndjson.</summary>
[Needs(Permission.ImportRecords)]
public sealed class ImportFhir
{
    private static readonly ImportInputValidator Validator = new();

    private readonly PortalDatabase database;
    private readonly Gate gate;
    private readonly BatchImporter importer;

    internal ImportFhir(PortalDatabase database, Gate gate, BatchImporter importer)
    {
        this.database = database;
        this.gate = gate;
        this.importer = importer;
    }

    /// <summary>
    /// Imports files and folders, one transaction a bundle, each with its audit entry. What cannot be imported is in the report, and the rest goes on.
    /// The same files again change nothing.
    /// </summary>
    /// <param name="actor">Who imports.</param>
    /// <param name="paths">Files, and folders with all below them.</param>
    /// <param name="assignTo">Whose care the patients are put into, the unchanged ones as well; <c>null</c> for nobody's.</param>
    /// <param name="progress">Told after each transaction; may be <c>null</c>.</param>
    /// <param name="cancel">Stops between two transactions; what was committed stays.</param>
    /// <exception cref="ValidationException">No path was given, or one does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">The actor may not import; the attempt is audited.</exception>
    /// <exception cref="AuditUnavailableException">The audit entry could not be written, so nothing more is imported.</exception>
    public async Task<ImportReport> ForAsync(
        Actor actor, IReadOnlyList<string> paths, AccountId? assignTo, IProgress<ImportProgress>? progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await AuthorizeAsync(actor, cancel);
        await Validator.ValidateAndThrowAsync(new ImportInput(paths, assignTo), cancel);
        var watch = Stopwatch.StartNew();
        var run = new ImportRun(actor, assignTo);
        var files = FhirFiles.Find(paths);
        var waiting = new Dictionary<FhirFile, HashSet<string>>();
        for (var done = 0; done < files.Count; done++)
        {
            var ahead = new Progress(progress, done, files.Count);
            if (await ImportAsync(run, files[done], only: null, ahead, cancel) is { Count: > 0 } left)
            {
                waiting[files[done]] = left;
            }
        }

        foreach (var (file, left) in waiting)
        {
            await ImportAsync(run, file, left, new Progress(progress, files.Count, files.Count), cancel);
        }

        return run.Report(files.Count, watch.Elapsed.TotalSeconds);
    }

    // The Gate refuses and audits; it opens nothing here.
    private async Task AuthorizeAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = database.Open();
        await gate.OpenForImportAsync(db, actor, [], [], cancel);
    }

    /// <summary>Imports one file, or what was left of it; the positions whose patient may still come.</summary>
    private async Task<HashSet<string>> ImportAsync(ImportRun run, FhirFile file, HashSet<string>? only, Progress progress, CancellationToken cancel)
    {
        var (waiting, before) = (new HashSet<string>(StringComparer.Ordinal), run.Unaudited);
        try
        {
            await foreach (var batch in file.ReadAsync(cancel))
            {
                using (batch)
                {
                    Fail(run, file, only is null ? batch.Faults : []);
                    waiting.UnionWith(await ImportAsync(run, file, batch, only, cancel));
                }

                progress.Report(run);
            }
        }
        catch (ImportFaultException stop)
        {
            run.Fail(file, stop.Fault);
        }

        if (run.Unaudited > before)
        {
            await importer.RecordFailureAsync(run, cancel);
        }

        return waiting;
    }

    // A batch that fails is rolled back as a whole; the lines after it go on.
    private async Task<IReadOnlyList<string>> ImportAsync(ImportRun run, FhirFile file, ImportBatch batch, HashSet<string>? only, CancellationToken cancel)
    {
        try
        {
            var result = await importer.ImportAsync(run, batch, position => only is null || only.Contains(position), isLast: only is not null, cancel);
            run.Count(result);
            Fail(run, file, result.Faults);
            return result.Waiting;
        }
        catch (ImportFaultException stop)
        {
            run.Fail(file, stop.Fault with { Position = stop.Fault.Position.Length > 0 ? stop.Fault.Position : SpanOf(batch) }, isAudited: true);
            return [];
        }
        catch (Exception bug) when (bug is not OperationCanceledException and not AuditUnavailableException && !ImportOutage.Is(bug))
        {
            // A content that nobody thought of costs its own batch and not the run; the message could hold data, the type cannot.
            run.Fail(file, new ImportFault(SpanOf(batch), $"could not be understood ({bug.GetType().Name}); keep the file and report it"));
            return [];
        }
    }

    private static string SpanOf(ImportBatch batch) =>
        batch.IsBundle || batch.Entries.Count < 2 ? "" : $"{batch.Entries[0].Position} to {batch.Entries[^1].Position}";

    private static void Fail(ImportRun run, FhirFile file, IEnumerable<ImportFault> faults)
    {
        foreach (var fault in faults)
        {
            run.Fail(file, fault);
        }
    }

    private sealed record Progress(IProgress<ImportProgress>? To, int Done, int Files)
    {
        public void Report(ImportRun run) => To?.Report(new ImportProgress(Done, Files, run.Resources));
    }
}
