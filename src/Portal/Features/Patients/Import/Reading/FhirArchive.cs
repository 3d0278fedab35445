using System.Buffers.Binary;
using System.IO.Compression;

namespace Portal.Features.Patients.Import.Reading;

/// <summary>
/// FHIR files in a zip archive. They are read where they lie and never unpacked to disk; the limits are checked against what the archive announces
/// before anything is inflated, and <see cref="FhirStream"/> holds each file to what was announced. Archives in archives are not opened.
/// </summary>
internal static class FhirArchive
{
    private const int EndOfDirectory = 22;

    public static bool IsOne(ReadOnlySpan<char> name) => name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);

    /// <summary>The files of an archive in its own order; one that says what is wrong where it cannot be read.</summary>
    public static IReadOnlyList<FhirFile> Files(string path)
    {
        try
        {
            using var archive = Open(path);
            RequireLimits(archive);
            return [.. archive.Entries.Select((entry, index) => (Entry: entry, Index: index)).Where(one => !one.Entry.FullName.EndsWith('/'))
                .Select(one => FileOf(path, one.Entry, one.Index))
                .DefaultIfEmpty(new FhirFile(path, new ImportFault("", "holds no file")))];
        }
        catch (ImportFaultException stop)
        {
            return [new FhirFile(path, stop.Fault)];
        }
    }

    /// <summary>Opens one file of an archive.</summary>
    /// <exception cref="ImportFaultException">It cannot be read.</exception>
    public static FhirStream OpenPart(string path, int index)
    {
        var archive = Open(path);
        try
        {
            var entry = archive.Entries[index];
            return new FhirStream(entry.Open(), entry.Length, archive);
        }
        catch (Exception cause)
        {
            archive.Dispose();
            throw cause is IOException or InvalidDataException or NotSupportedException or ArgumentOutOfRangeException
                ? new ImportFaultException("", "cannot be unpacked; it is damaged, encrypted or packed in an unusual way")
                : cause;
        }
    }

    private static ZipArchive Open(string path)
    {
        Stream? file = null;
        try
        {
            file = FhirFile.OpenOnDisk(path);
            RequireFewEntries((FileStream)file);
            return new ZipArchive(file, ZipArchiveMode.Read);
        }
        catch (Exception cause)
        {
            file?.Dispose();
            throw cause is IOException or InvalidDataException ? new ImportFaultException("", "is no zip archive, or a damaged one") : cause;
        }
    }

    // Asked of the record at the end before the directory is read: a directory of millions of names would fill the memory by itself.
    private static void RequireFewEntries(FileStream file)
    {
        var tail = new byte[(int)Math.Min(file.Length, EndOfDirectory + ushort.MaxValue)];
        file.Seek(-tail.Length, SeekOrigin.End);
        file.ReadExactly(tail);
        file.Position = 0;
        var at = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (at < 0 || at + EndOfDirectory > tail.Length)
        {
            throw new ImportFaultException("", "is no zip archive, or a damaged one");
        }

        var end = tail.AsSpan(at);
        if (IsWide(end))
        {
            throw new ImportFaultException("", "is a zip archive in the wide form (zip64); split it into smaller ones");
        }

        // The count can be forged, and the reader takes up all that lies between the directory's start and this record.
        if (BinaryPrimitives.ReadUInt16LittleEndian(end[10..]) > ImportLimits.ArchiveEntries || file.Length - tail.Length + at - BinaryPrimitives.ReadUInt32LittleEndian(end[16..]) > ImportLimits.ArchiveDirectoryBytes)
        {
            throw new ImportFaultException("", $"holds more than {ImportLimits.ArchiveEntries} files; split it");
        }
    }

    // Disk, count or start of the directory say "look elsewhere"; then what this record says counts for nothing.
    private static bool IsWide(ReadOnlySpan<byte> end) =>
        BinaryPrimitives.ReadUInt16LittleEndian(end[4..]) == ushort.MaxValue
        || BinaryPrimitives.ReadUInt16LittleEndian(end[10..]) == ushort.MaxValue
        || BinaryPrimitives.ReadUInt32LittleEndian(end[16..]) == uint.MaxValue;

    private static void RequireLimits(ZipArchive archive)
    {
        if (archive.Entries.Count > ImportLimits.ArchiveEntries)
        {
            throw new ImportFaultException("", $"holds more than {ImportLimits.ArchiveEntries} files; split it");
        }

        if (archive.Entries.Aggregate(0UL, (sum, entry) => sum + (ulong)Math.Min(entry.Length, 1L << 40)) > ImportLimits.ArchiveBytes)
        {
            throw new ImportFaultException("", $"holds more than {ImportLimits.ArchiveBytes >> 30} GB once it is unpacked; split it");
        }
    }

    private static FhirFile FileOf(string path, ZipArchiveEntry entry, int index)
    {
        var shown = $"{path}/{entry.FullName}";
        var parts = entry.FullName.Split('/', '\\');
        return parts.Contains("..") || parts[0].Length == 0 || entry.FullName.Contains(':', StringComparison.Ordinal) ? Refused("has a name that leads out of its archive")
            : entry.IsEncrypted ? Refused("is encrypted; unpack the archive first")
            : FhirFiles.IsPacked(entry.FullName) ? Refused("is an archive inside an archive; unpack it first")
            : !FhirFiles.IsFhir(entry.FullName) ? Refused("is neither .json nor .ndjson, so it was left out")
            : entry.Length > ImportLimits.RatioFrom && entry.Length / Math.Max(1, entry.CompressedLength) > ImportLimits.Ratio
                ? Refused($"is packed more than {ImportLimits.Ratio} times smaller than it is, as no record is; unpack it and look into it")
            : new FhirFile(path, shown, index);

        FhirFile Refused(string reason) => new(shown, new ImportFault("", reason));
    }
}
