using System.Buffers;
using System.Text;
using Portal.Kernel.Csv;

namespace Portal.Data.Auditing.Exporting;

/// <summary>A table of entries whose cells a spreadsheet shows as text.</summary>
internal sealed class CsvEntries(bool isWithoutWhere) : EntryFile
{
    private static readonly string[] Columns =
    [
        "id", "at", "role", "account", "name", "job", "session", "action", "resource", "resource_id", "categories", "patients", "purpose", "reason", "grant", "outcome", "altered",
        "ip", "user_agent", "node",
    ];

    private const int WhereColumns = 3;

    private ReadOnlyMemory<byte>? head;

    private readonly string[] columns = isWithoutWhere ? Columns[..^WhereColumns] : Columns;

    public override string Name => "entries.csv";

    public override ReadOnlyMemory<byte> Head => head ??= Rows(_ => { });

    public override void Write(ArrayBufferWriter<byte> to, ExportedEntry one, bool isFirst)
    {
        var entry = one.Entry;
        string?[] cells =
        [
            entry.Id.ToString(), EntryCodes.Time(entry.At), EntryCodes.Code(entry.Role), entry.Account?.ToString(), one.Name, entry.Job, entry.Session?.ToString(),
            EntryCodes.Code(entry.Action), EntryCodes.Code(entry.Resource), entry.ResourceId?.ToString(), EntryCodes.Code(entry.Categories), string.Join(' ', entry.Patients),
            EntryCodes.Code(entry.Purpose), entry.Reason, entry.Grant?.ToString(), EntryCodes.Code(entry.Outcome), one.IsAltered ? "altered" : "",
            entry.Ip?.ToString(), entry.UserAgent, entry.Node,
        ];
        // The table writes its head with the first row; it is cut off, as it stands in the file already.
        to.Write(Rows(table => table.Add(cells[..columns.Length])).Span[Head.Length..]);
    }

    private ReadOnlyMemory<byte> Rows(Action<CsvTable> write)
    {
        using var text = new StringWriter { NewLine = "\r\n" };
        using (var table = new CsvTable(text, columns))
        {
            write(table);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
