using System.Text;
using Portal.Features.Patients.Import;
using Portal.Kernel.Csv;

namespace Portal.Web.CommandLine;

/// <summary>Tells what an import could not bring in: on the terminal, and as a table for whoever has to mend the files.</summary>
internal sealed class ImportFaults : IDisposable
{
    private readonly StreamWriter? file;

    private ImportFaults(StreamWriter? file) => this.file = file;

    /// <summary>Opens the table's file before the import begins, so that a wrong path costs nothing; <c>null</c> for none.</summary>
    /// <exception cref="CommandException">It cannot be written there, or is there already.</exception>
    public static ImportFaults To(string? path)
    {
        if (path is null)
        {
            return new ImportFaults(null);
        }

        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; // names of files can be names of people
            }

            return new ImportFaults(new StreamWriter(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), options));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CommandException("The file given with --report cannot be made: name one that is not there yet, in a folder that may be written to.");
        }
    }

    public void Write(IReadOnlyList<FailedFile> failed)
    {
        foreach (var one in failed)
        {
            Verb.Say($"Not imported: {Seen(one.File)}{(one.Position.Length > 0 ? $" at {one.Position}" : "")}: {one.Reason}");
        }

        if (file is not null)
        {
            using var table = new CsvTable(file, "File", "Position", "Reason");
            foreach (var one in failed)
            {
                table.Add(one.File, one.Position, one.Reason);
            }
        }
    }

    public void Dispose() => file?.Dispose();

    // The name of a file, or of a file in an archive, could hold commands for the terminal.
    private static string Seen(string name) => string.Concat(name.Select(letter => char.IsControl(letter) ? '?' : letter));
}
