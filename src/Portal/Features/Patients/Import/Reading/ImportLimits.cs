namespace Portal.Features.Patients.Import.Reading;

/// <summary>What an import refuses to read, so that one bad file cannot take the memory of the machine.</summary>
internal static class ImportLimits
{
    public const long FileBytes = 256L * 1024 * 1024;

    public const int LineBytes = 64 * 1024 * 1024;

    /// <summary>Values, arrays and objects of one document: its index takes 12 bytes for each, whatever the text's own size.</summary>
    public const int Values = 20_000_000;

    /// <summary>Resources of one bundle, which are brought in by one transaction.</summary>
    public const int Entries = 100_000;

    /// <summary>Characters of a text (FHIR R4 data type string); attachments in base 64 and narratives may be longer.</summary>
    public const int TextLength = 1024 * 1024;

    /// <summary>Characters of all names of one patient; each word of a name makes search tokens.</summary>
    public const int NamesLength = 16 * 1024;

    /// <summary>Nested objects and arrays; real FHIR resources stay below 30.</summary>
    public const int Depth = 64;

    /// <summary>Lines of an ndjson file that are brought in by one transaction.</summary>
    public const int LinesAtOnce = 2000;

    /// <summary>Bytes of an ndjson file that are held at once; a single longer line is held alone.</summary>
    public const int LineBytesAtOnce = 16 * 1024 * 1024;

    /// <summary>Files in one archive.</summary>
    public const int ArchiveEntries = 5000;

    /// <summary>Bytes of an archive's list of files, whatever number of files it announces: about 1,600 for each.</summary>
    public const long ArchiveDirectoryBytes = 8L * 1024 * 1024;

    /// <summary>Bytes of all files of one archive once they are unpacked.</summary>
    public const ulong ArchiveBytes = 8UL << 30;

    /// <summary>How many times smaller a file may be packed; FHIR as JSON packs to about a tenth, a bomb to a thousandth.</summary>
    public const int Ratio = 200;

    /// <summary>Smaller files may be packed as they like.</summary>
    public const int RatioFrom = 1024 * 1024;

    /// <summary>Faults that a report lists; further ones are counted.</summary>
    public const int FaultsListed = 1000;
}
