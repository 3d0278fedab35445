using CsvHelper;

namespace Portal.Kernel.Csv;

/// <summary>
/// Writes a table as CSV (RFC 4180) whose cells a spreadsheet shows as text. Every CSV that leaves the portal is written by this class, because what
/// a cell holds may come from outside, and a cell that begins like a formula is run by whoever opens the file (OWASP: CSV injection; ASVS 1.2.10).
/// </summary>
/// <remarks>All cells are quoted. The caller's writer stays open.</remarks>
public sealed class CsvTable : IDisposable
{
    private readonly CsvWriter csv;
    private readonly int columns;

    /// <summary>Begins a table.</summary>
    /// <param name="to">Where it is written to.</param>
    /// <param name="columns">The heads of its columns.</param>
    public CsvTable(TextWriter to, params IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        // The library's own protection looks at the first character only; CsvCell does what it does and the rest as well.
        csv = CsvWriter.Create(to, new CsvWriterOptions { Quoting = CsvQuoting.Always, Injection = CsvInjection.None }, leaveOpen: true);
        this.columns = columns.Count;
        Add(columns);
    }

    /// <summary>Adds a row.</summary>
    /// <param name="cells">One for each column.</param>
    /// <exception cref="ArgumentException">There are more or fewer cells than columns.</exception>
    public void Add(params IReadOnlyList<string?> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        if (cells.Count != columns)
        {
            throw new ArgumentException("A row has a cell for each column.", nameof(cells));
        }

        foreach (var cell in cells)
        {
            csv.WriteField(CsvCell.Neutral(cell ?? ""));
        }

        csv.EndRecord();
    }

    /// <inheritdoc/>
    public void Dispose() => csv.Dispose();
}
