using System.Text.Json;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Patients.Import;
using Portal.Features.Patients.Import.Mapping;
using Portal.Features.Patients.Import.Source;
using Portal.Features.Staff;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Features.Patients.Practitioners;

/// <summary>A practitioner who was found in imported records.</summary>
/// <param name="Key">An opaque key.</param>
/// <param name="Name">The name as imported last.</param>
/// <param name="Identifier">The first identifier as imported, such as a register's number.</param>
/// <param name="ImportedAt">When it was imported last, UTC.</param>
/// <param name="Person">Whose entry of the staff directory it is linked to.</param>
public sealed record PractitionerItem(Guid Key, string? Name, string? Identifier, DateTimeOffset ImportedAt, StaffPerson? Person)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(PractitionerItem);
}

/// <summary>The practitioners that fit.</summary>
/// <param name="Items">The first of them, those that are linked to nobody before the others, by name.</param>
/// <param name="Found">How many fit.</param>
/// <param name="All">How many were imported.</param>
public sealed record PractitionersFound(IReadOnlyList<PractitionerItem> Items, int Found, int All);

/// <summary>
/// Lists the practitioners of imported records, for linking them to people of the staff directory. Their own resources are read and nothing else: they are about no patient,
/// and who was treated by whom is not told.
/// </summary>
[Needs(Permission.ManageStaffDirectory)]
public sealed class ListPractitioners
{
    /// <summary>More than these are not worth a list: type more of the name.</summary>
    public const int Most = 50;

    private const string Kind = "Practitioner";

    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly StaffWriteDoor door;
    private readonly StaffLookup staff;
    private readonly KeyRing keys;

    internal ListPractitioners(PortalDatabase database, StaffWriteDoor door, StaffLookup staff, KeyRing keys)
    {
        this.database = database;
        this.door = door;
        this.staff = staff;
        this.keys = keys;
    }

    /// <summary>Those whose name has the words' beginnings, or whose identifier is the text; all of them for an empty text.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not keep the directory; the try is audited.</exception>
    /// <exception cref="ValidationException">The text is too long.</exception>
    public async Task<PractitionersFound> ForAsync(Actor actor, string? text, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await door.PassAsync(actor, AuditAction.Search, null, cancel);
        await Valid.ValidateAndThrowAsync(new Input(text), cancel);
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await door.DoneAsync(db, actor, AuditAction.Search, null, "practitioners", cancel);
        var rows = await db.Set<DirectoryResource>().AsNoTracking().Where(row => row.ResourceType == Kind).OrderBy(row => row.ImportedAt).ToListAsync(cancel);
        await transaction.CommitAsync(cancel);
        var newest = rows.GroupBy(row => new Guid(row.SourceKey)).Select(group => group.Last()).ToList();
        var linked = await staff.PeopleOfPractitionersAsync(db, [.. newest.Select(row => new Guid(row.SourceKey))], cancel);
        var found = newest.Select(row => ItemOf(row, linked.GetValueOrDefault(new Guid(row.SourceKey)))).Where(item => Fits(item, text))
            .OrderBy(item => item.Person is not null).ThenBy(item => item.Name, StringComparer.CurrentCultureIgnoreCase).ThenBy(item => item.Key).ToList();
        return new PractitionersFound([.. found.Take(Most)], found.Count, newest.Count);
    }

    private PractitionerItem ItemOf(DirectoryResource row, StaffPerson? person)
    {
        var (name, identifier) = row.Body?.Open(keys.Of(KeyUse.Directory)).ValueOrDefault is { } body ? Read(body) : default;
        return new PractitionerItem(new Guid(row.SourceKey), name, identifier, row.ImportedAt, person);
    }

    private static (string? Name, string? Identifier) Read(byte[] packed)
    {
        try
        {
            using var document = JsonDocument.Parse(SourceBody.Unpack(packed).Json, new JsonDocumentOptions { MaxDepth = 128 });
            return (Names.Of(Kind, document.RootElement)?.Display, document.RootElement.First("identifier").Text("value"));
        }
        catch (Exception broken) when (broken is InvalidDataException or JsonException or InvalidOperationException)
        {
            return default;
        }
    }

    private static bool Fits(PractitionerItem item, string? text)
    {
        var words = string.IsNullOrWhiteSpace(text) ? [] : Normalise.Words(text).ToList();
        var own = Normalise.Words(item.Name ?? "").ToList();
        return words.TrueForAll(word => own.Exists(one => one.StartsWith(word, StringComparison.Ordinal))) || item.Identifier == text?.Trim();
    }

    private sealed record Input(string? Text);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules() => RuleFor(input => input.Text).MaximumLength(100).WithMessage("Type at most 100 characters.");
    }
}
