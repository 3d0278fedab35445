namespace Portal.Features.Patients.Import.Reading;

/// <summary>Where and why something could not be read. It never quotes what was read.</summary>
/// <param name="Position">Line and byte, or the entry's number; empty for the file as a whole.</param>
/// <param name="Reason">What is wrong, in plain words.</param>
internal sealed record ImportFault(string Position, string Reason);

/// <summary>A file, or the rest of it, cannot be read.</summary>
internal sealed class ImportFaultException(ImportFault fault) : Exception("A file could not be imported.")
{
    public ImportFaultException(string position, string reason)
        : this(new ImportFault(position, reason))
    {
    }

    public ImportFault Fault { get; } = fault;
}
