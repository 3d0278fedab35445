using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Portal.Features.Patients.Import.Reading;

/// <summary>A file with FHIR R4 resources, on disk or in an archive, read batch by batch. The caller disposes each batch before it asks for the next.</summary>
internal sealed class FhirFile
{
    private readonly string onDisk;
    private readonly int? part;
    private readonly ImportFault? fault;

    public FhirFile(string path)
        : this(path, path, null)
    {
    }

    /// <summary>A file in an archive.</summary>
    /// <param name="archive">Where the archive lies.</param>
    /// <param name="path">What the file is called in reports.</param>
    /// <param name="part">Its number in the archive.</param>
    public FhirFile(string archive, string path, int? part)
    {
        (onDisk, Path, this.part) = (archive, path, part);
        HasLines = System.IO.Path.GetExtension(path).ToLowerInvariant() is ".ndjson" or ".jsonl";
    }

    /// <summary>A file of which it is known already that it cannot be read.</summary>
    public FhirFile(string path, ImportFault fault)
        : this(path) => this.fault = fault;

    public string Path { get; }

    public bool HasLines { get; }

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

    private static async Task<ImportBatch> ReadWholeAsync(FhirStream stream, CancellationToken ct)
    {
        if (stream.Length > ImportLimits.FileBytes)
        {
            throw new ImportFaultException("", $"is larger than {ImportLimits.FileBytes >> 20} MB; split it, or send it as ndjson");
        }

        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes, ct);
        return BundleReader.Read(JsonText.Parse(JsonText.ToUtf8(bytes)));
    }

    /// <summary>Opens it.</summary>
    /// <exception cref="ImportFaultException">It cannot be opened or is empty.</exception>
    public FhirStream Open()
    {
        if (fault is not null)
        {
            throw new ImportFaultException(fault);
        }

        if (part is { } number)
        {
            return FhirArchive.OpenPart(onDisk, number);
        }

        var file = OpenOnDisk(onDisk);
        return new FhirStream(file, file.Length);
    }

    /// <summary>Opens a file on disk. Pipes, sockets and devices have no length; to open one could wait for ever.</summary>
    /// <exception cref="ImportFaultException">It cannot be opened or is empty.</exception>
    public static FileStream OpenOnDisk(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if ((file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file).Length == 0)
            {
                throw new ImportFaultException("", "is empty, or no file that can be read");
            }

            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
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

        public bool IsFull => documents.Count >= ImportLimits.LinesAtOnce || faults.Count >= ImportLimits.LinesAtOnce || entries.Count >= ImportLimits.LinesAtOnce || size >= ImportLimits.LineBytesAtOnce;

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
                var (own, wrong) = (new List<ImportEntry>(), new List<ImportFault>());
                documents.Add(JsonText.Parse(JsonText.ToUtf8(bytes)));
                BundleReader.ReadResource(documents[^1].RootElement, null, $"line {number}", own, wrong);
                entries.AddRange(own);
                faults.AddRange(wrong);
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
