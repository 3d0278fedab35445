using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Kernel.Crypto;

namespace Portal.Features.Staff.Entries;

/// <summary>Makes, seals, reads and compares entries of the directory.</summary>
internal sealed class StaffBook(KeyRing keys)
{
    // Deeper than any house is; a circle that was made past the portal ends here.
    private const int Deepest = 64;

    private DataKey Key => keys.Of(KeyUse.Accounts);

    /// <summary>A new entry, sealed.</summary>
    public StaffEntry New(StaffInput input)
    {
        var entry = new StaffEntry { Id = Guid.NewGuid() };
        Put(entry, input);
        return entry;
    }

    /// <summary>Writes what the input says into an entry, and seals it.</summary>
    public void Put(StaffEntry entry, StaffInput input)
    {
        (entry.Number, entry.NumberIndex) = (Cell(input.Number), NumberIndexOf(input.Number));
        (entry.Name, entry.Profession, entry.Email, entry.Phone) = (Cell(input.Name), Cell(input.Profession), Cell(input.Email), Cell(input.Phone));
        (entry.Licence, entry.LicenceIndex) = (Cell(input.Licence), LicenceIndexOf(input.Licence));
        (entry.Department, entry.Team, entry.ManagerId) = (input.Department, input.Team, input.Manager);
        (entry.EmployedFrom, entry.EmployedTo) = (input.EmployedFrom, input.EmployedTo);
        entry.Seal = SealOf(entry);
    }

    /// <summary>Links the entry to a practitioner of imported records, or to none.</summary>
    public void Put(StaffEntry entry, byte[]? practitioner)
    {
        entry.PractitionerKey = practitioner;
        entry.Seal = SealOf(entry);
    }

    /// <summary>What an entry says; a cell that cannot be read is empty.</summary>
    public StaffInput Read(StaffEntry entry) => new(Text(entry.Number) ?? "", Text(entry.Name) ?? "", entry.Department, entry.EmployedFrom)
    {
        Team = entry.Team, Manager = entry.ManagerId, Profession = Text(entry.Profession), Licence = Text(entry.Licence), EmployedTo = entry.EmployedTo,
        Email = Text(entry.Email), Phone = Text(entry.Phone),
    };

    /// <summary>The name; empty where it cannot be read.</summary>
    public string NameOf(StaffEntry entry) => Text(entry.Name) ?? "";

    /// <summary>Whether the row is as the portal wrote it.</summary>
    public bool IsSound(StaffEntry entry) => Mac.Same(entry.Seal, SealOf(entry));

    public byte[] NumberIndexOf(string number) => keys.Index.Of("staff.entries.number", Normalise.Identifier(number));

    public byte[]? LicenceIndexOf(string? licence) => string.IsNullOrWhiteSpace(licence) ? null : keys.Index.Of("staff.entries.licence", Normalise.Identifier(licence));

    /// <summary>Why somebody cannot be the manager of an entry; nothing where they can. The caller has the turn.</summary>
    public static async Task<StaffOutcome?> RefusalOfAsync(PortalDbContext db, Guid entry, Guid? manager, CancellationToken cancel)
    {
        var above = manager;
        for (var step = 0; above is { } id; step++)
        {
            if (id == entry || step == Deepest)
            {
                return StaffOutcome.Circle;
            }

            if (await db.Set<StaffEntry>().Where(e => e.Id == id).Select(e => new { e.ManagerId }).SingleOrDefaultAsync(cancel) is not { } one)
            {
                return StaffOutcome.ManagerGone;
            }

            above = one.ManagerId;
        }

        return null;
    }

    private Protected<string>? Cell(string? text) => string.IsNullOrEmpty(text) ? null : new Protected<string>(text, Key);

    private string? Text(Protected<string>? cell) => cell?.Open(Key).ValueOrDefault;

    private byte[] SealOf(StaffEntry row) => Mac.Short(
        keys.Of(KeyUse.RowSeals).Bytes,
        [
            .. "staff.entries:1:"u8, .. SealBytes.Of(row.Id), .. SealBytes.Field(row.NumberIndex), .. SealBytes.Field(Text(row.Name)), .. SealBytes.Field(row.Department),
            .. SealBytes.Field(row.Team), .. SealBytes.Of(row.ManagerId), .. SealBytes.Field(row.LicenceIndex), .. SealBytes.Of((long)row.EmployedFrom.DayNumber),
            .. SealBytes.Of(row.EmployedTo?.DayNumber ?? -1L), .. SealBytes.Field(row.PractitionerKey),
        ]);
}
