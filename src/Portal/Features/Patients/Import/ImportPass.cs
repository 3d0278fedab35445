using Portal.Features.Patients.Import.Reading;
using Portal.Kernel.Audit;

namespace Portal.Features.Patients.Import;

/// <summary>
/// Takes a run through its files: lays out one batch while the one before is written, and keeps counts, faults and progress in the order of the files.
/// What waited for a patient in a later file is tried once more at the end.
/// </summary>
internal sealed class ImportPass(BatchImporter importer, ImportRun run, IProgress<ImportProgress>? progress, IReadOnlyList<FhirFile> files)
{
    private readonly InTurn turn = new();
    private readonly Dictionary<FhirFile, HashSet<string>> waiting = [];

    public async Task RunAsync(CancellationToken cancel)
    {
        try
        {
            for (var done = 0; done < files.Count; done++)
            {
                await ImportAsync(new Part(files[done], null, done), cancel);
            }

            await turn.DoneAsync();
            foreach (var (file, left) in waiting.Where(one => one.Value.Count > 0).ToList())
            {
                await ImportAsync(new Part(file, left, files.Count), cancel);
            }

            await turn.DoneAsync();
        }
        catch
        {
            // What was begun ends before the caller goes on; its failure came first and is the one to tell.
            await turn.DoneAsync();
            throw;
        }
    }

    /// <summary>Imports one file, or what was left of it.</summary>
    private async Task ImportAsync(Part part, CancellationToken cancel)
    {
        var before = 0;
        turn.Then(() => before = run.Unaudited);
        try
        {
            await foreach (var batch in part.File.ReadAsync(cancel))
            {
                using (batch)
                {
                    await TakeAsync(part, batch, cancel);
                }
            }
        }
        catch (ImportFaultException stop)
        {
            turn.Then(() => run.Fail(part.File, stop.Fault));
        }

        turn.Then(() => run.Unaudited > before ? importer.RecordFailureAsync(run, cancel) : Task.CompletedTask);
    }

    private async Task TakeAsync(Part part, ImportBatch batch, CancellationToken cancel)
    {
        var (span, faults) = (SpanOf(batch), part.Only is null ? batch.Faults : []);
        PreparedBatch prepared;
        try
        {
            prepared = await importer.PrepareAsync(run, batch, part.Wants, part.Only is not null, turn, cancel);
        }
        catch (Exception cause) when (FaultOf(cause, span) is { } fault)
        {
            turn.Then(() => Tell(part, faults, fault));
            return;
        }

        await BeginAsync(part, prepared, faults, span, cancel);
        if (batch.IsLarge)
        {
            await turn.DoneAsync();
        }
    }

    private async Task BeginAsync(Part part, PreparedBatch prepared, IReadOnlyList<ImportFault> faults, string span, CancellationToken cancel)
    {
        var isBegun = false;
        try
        {
            await turn.BeginAsync(prepared.Touched, () =>
            {
                isBegun = true;
                return WriteAsync(part, prepared, faults, span, cancel);
            });
        }
        finally
        {
            if (!isBegun)
            {
                await prepared.DisposeAsync();
            }
        }
    }

    // A batch that fails is rolled back as a whole; what comes after it goes on.
    private async Task WriteAsync(Part part, PreparedBatch prepared, IReadOnlyList<ImportFault> faults, string span, CancellationToken cancel)
    {
        await using var batch = prepared;
        try
        {
            var result = await importer.WriteAsync(run, batch, cancel);
            run.Count(result);
            Tell(part, [.. faults, .. result.Faults], null);
            (waiting.TryGetValue(part.File, out var left) ? left : waiting[part.File] = new(StringComparer.Ordinal)).UnionWith(result.Waiting);
        }
        catch (Exception cause) when (FaultOf(cause, span) is { } fault)
        {
            Tell(part, faults, fault);
        }
    }

    private void Tell(Part part, IEnumerable<ImportFault> faults, (ImportFault Fault, bool IsAudited)? stop)
    {
        foreach (var fault in faults)
        {
            run.Fail(part.File, fault);
        }

        if (stop is { } last)
        {
            run.Fail(part.File, last.Fault, last.IsAudited);
        }

        progress?.Report(new ImportProgress(part.Done, files.Count, run.Resources));
    }

    // A content that nobody thought of costs its own batch and not the run; the message could hold data, the type cannot.
    private static (ImportFault Fault, bool IsAudited)? FaultOf(Exception cause, string span) => cause switch
    {
        ImportFaultException stop => (stop.Fault with { Position = stop.Fault.Position.Length > 0 ? stop.Fault.Position : span }, true),
        OperationCanceledException or AuditUnavailableException => null,
        _ when ImportOutage.Is(cause) => null,
        _ => (new ImportFault(span, $"could not be understood ({cause.GetType().Name}); keep the file and report it"), false),
    };

    private static string SpanOf(ImportBatch batch) =>
        batch.IsBundle || batch.Entries.Count < 2 ? "" : $"{batch.Entries[0].Position} to {batch.Entries[^1].Position}";

    /// <summary>One file of the pass.</summary>
    /// <param name="File">The file.</param>
    /// <param name="Only">The positions that are wanted; <c>null</c> for all.</param>
    /// <param name="Done">How many files come before it.</param>
    private sealed record Part(FhirFile File, HashSet<string>? Only, int Done)
    {
        public bool Wants(string position) => Only is null || Only.Contains(position);
    }
}
