namespace Portal.Features.Patients.Import;

/// <summary>What an import did.</summary>
/// <param name="Files">Files that were looked at, the failed ones included.</param>
/// <param name="FailedFiles">What could not be imported, with file, position and reason.</param>
/// <param name="Resources">Resources that are now in the portal, those that were there already included.</param>
/// <param name="ByType">The same by FHIR resource type.</param>
/// <param name="Patients">Patients that the files speak of.</param>
/// <param name="Unchanged">Resources that were there already with the same content.</param>
/// <param name="Kept">Entries that were corrected here and kept as they are, though their source has changed; the new source is stored beside them.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record ImportReport(
    int Files,
    IReadOnlyList<FailedFile> FailedFiles,
    long Resources,
    IReadOnlyDictionary<string, long> ByType,
    int Patients,
    long Unchanged,
    long Kept,
    double Seconds);

/// <summary>A file, or a part of one, that could not be imported; the rest of the run went on.</summary>
/// <param name="File">The path as it was given or found. File names can hold names of people: show it to who imports, and write it to no log.</param>
/// <param name="Position">Entry, or line and byte, each from 1; empty for the whole file.</param>
/// <param name="Reason">What is wrong, in plain words without data.</param>
public sealed record FailedFile(string File, string Position, string Reason)
{
    // Record printing would put a file's name into a log line by accident.
    /// <inheritdoc/>
    public override string ToString() => "FailedFile";
}

/// <summary>How far an import is.</summary>
/// <param name="FilesDone">Files finished.</param>
/// <param name="Files">Files to do.</param>
/// <param name="Resources">Resources brought in so far.</param>
public sealed record ImportProgress(int FilesDone, int Files, long Resources);
