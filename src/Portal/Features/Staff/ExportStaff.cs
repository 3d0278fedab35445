using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Staff.Entries;
using Portal.Features.Staff.Import;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Csv;

namespace Portal.Features.Staff;

/// <summary>The whole directory as a CSV file that can be changed and imported again. Cells that a spreadsheet could take for formulas are neutralised, and read back as they were.</summary>
[Needs(Permission.ReadStaffDirectory)]
public sealed class ExportStaff
{
    private readonly PortalDatabase database;
    private readonly StaffReadDoor door;
    private readonly StaffBook book;

    internal ExportStaff(PortalDatabase database, StaffReadDoor door, StaffBook book)
    {
        this.database = database;
        this.door = door;
        this.book = book;
    }

    /// <summary>The file, UTF-8.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not see the directory; the try is audited.</exception>
    public async Task<byte[]> ForAsync(Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await door.PassAsync(actor, AuditAction.Export, null, cancel);
        await using var db = database.Open();
        var people = (await db.Set<StaffEntry>().AsNoTracking().ToListAsync(cancel)).ToDictionary(row => row.Id, book.Read);
        using var to = new StringWriter();
        using (var table = new CsvTable(to, StaffColumns.Heads))
        {
            foreach (var person in people.Values.OrderBy(one => one.Name, StringComparer.CurrentCultureIgnoreCase).ThenBy(one => one.Number, StringComparer.Ordinal))
            {
                table.Add(StaffColumns.CellsOf(person, person.Manager is { } manager ? people.GetValueOrDefault(manager)?.Number : null));
            }
        }

        return Encoding.UTF8.GetBytes(to.ToString());
    }
}
