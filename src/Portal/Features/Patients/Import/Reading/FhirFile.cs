using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Portal.Features.Patients.Import.Reading;

/// <summary>A file with FHIR R4 resources, read batch by batch. The caller disposes each batch before it asks for the next.</summary>
internal sealed class FhirFile(string path)
{
    public string Path { get; } = path;

    public bool HasLines { get; } = System.IO.Path.GetExtension(path).ToLowerInvariant() is ".ndjson" or ".jsonl";

    /// <exception cref="ImportFaultException">The file, or the rest of it, cannot be read.</exception>
    public async IAsyncEnumerable<ImportBatch> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await using var stream = Open();
        if (!HasLines)
        {
            yield return await ReadWholeAsync(stream, ct);
            yield break;
        }

        var lines = new LineBatch();
        await foreach (var (number, bytes) in NdjsonLines.ReadAsync(stream, ImportLimits.LineBytes, ct))
        {
            lines.Add(number, bytes);
            if (lines.IsFull)
            {
                yield return lines.Take();
            }
        }

        if (!lines.IsEmpty)
        {
            yield return lines.Take();
        }
    }

    private static async Task<ImportBatch> ReadWholeAsync(FileStream stream, CancellationToken ct)
    {
        if (stream.Length is 0 or > ImportLimits.FileBytes)
        {
            throw new ImportFaultException("", stream.Length == 0 ? "is empty" : $"is larger than {ImportLimits.FileBytes >> 20} MB; split it, or send it as ndjson");
        }

        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes, ct);
        return BundleReader.Read(JsonText.Parse(JsonText.ToUtf8(bytes)));
    }

    private FileStream Open()
    {
        try
        {
            return new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new ImportFaultException("", "cannot be opened; check that it exists and may be read");
        }
    }

    private sealed class LineBatch
    {
        private List<JsonDocument> documents = [];
        private List<ImportEntry> entries = [];
        private List<ImportFault> faults = [];
        private long size;

        public bool IsEmpty => documents.Count == 0 && faults.Count == 0;

        public bool IsFull => documents.Count >= ImportLimits.LinesAtOnce || faults.Count >= ImportLimits.LinesAtOnce || size >= ImportLimits.LineBytesAtOnce;

        public void Add(int number, byte[]? bytes)
        {
            if (bytes is null)
            {
                faults.Add(new ImportFault($"line {number}", $"is longer than {ImportLimits.LineBytes >> 20} MB"));
                return;
            }

            size += bytes.Length;
            try
            {
                documents.Add(JsonText.Parse(JsonText.ToUtf8(bytes)));
                BundleReader.ReadResource(documents[^1].RootElement, null, $"line {number}", entries, faults);
            }
            catch (ImportFaultException stop)
            {
                faults.Add(new ImportFault(InLine(number, stop.Fault.Position), stop.Fault.Reason));
            }
        }

        public ImportBatch Take()
        {
            var batch = new ImportBatch(documents, entries, faults, isBundle: false);
            (documents, entries, faults, size) = ([], [], [], 0);
            return batch;
        }

        // What was read is one line, so its own line number is always 1.
        private static string InLine(int number, string position) =>
            position.Length == 0 ? $"line {number}" : position.Replace("line 1,", $"line {number},", StringComparison.Ordinal);
    }
}
