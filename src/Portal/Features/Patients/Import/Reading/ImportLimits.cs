namespace Portal.Features.Patients.Import.Reading;

/// <summary>What an import refuses to read, so that one bad file cannot take the memory of the machine.</summary>
internal static class ImportLimits
{
    public const long FileBytes = 256L * 1024 * 1024;

    public const int LineBytes = 64 * 1024 * 1024;

    /// <summary>Nested objects and arrays; real FHIR resources stay below 30.</summary>
    public const int Depth = 64;

    /// <summary>Lines of an ndjson file that are brought in by one transaction.</summary>
    public const int LinesAtOnce = 2000;

    /// <summary>Bytes of an ndjson file that are held at once; a single longer line is held alone.</summary>
    public const int LineBytesAtOnce = 16 * 1024 * 1024;

    /// <summary>Faults that a report lists; further ones are counted.</summary>
    public const int FaultsListed = 1000;
}
