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
    /// Imports files and folders, one transaction a bundle, each with its audit entry, in the order of the files; the next one is read and encrypted while the
    /// database takes one. What cannot be imported is in the report, and the rest goes on.
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
        await new ImportPass(importer, run, progress, files).RunAsync(cancel);
        return run.Report(files.Count, watch.Elapsed.TotalSeconds);
    }

    // The Gate refuses and audits; it opens nothing here.
    private async Task AuthorizeAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = database.Open();
        await gate.OpenForImportAsync(db, actor, [], [], cancel);
    }
}
