using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Patients.Registration;
using Portal.Kernel;

namespace Portal.Benchmarks.Fields;

/// <summary>Patients' rows, each patient under a key of its own; five blind indexes stand beside the eight protected fields.</summary>
internal sealed class PeopleTables(BenchInstance instance, Access access, IReadOnlyList<Person> people)
{
    private readonly DbContextOptions<PlainContext> plain = FieldOptions.For<PlainContext>(instance);
    private readonly PatientIndexes indexes = instance.Get<PatientIndexes>();

    public static async Task<PeopleTables> FillAsync(BenchInstance instance)
    {
        Person[] people = [.. Enumerable.Range(0, EfBench.Rows).Select(Person.Invent)];
        var tables = new PeopleTables(instance, await BenchPatients.OpenAsync(instance, [.. people.Select(person => person.Id)]), people);
        await tables.WriteAsync(keep: true);
        await tables.WritePlainAsync(keep: true);
        return tables;
    }

    public async Task ReadAsync(bool reveal)
    {
        await using var db = instance.Open();
        var rows = await db.Set<Patient>().AsNoTracking().ToListAsync();
        Expect.That(rows.Count == EfBench.Rows && rows.TrueForAll(row => !row.SealBroken));
        if (reveal)
        {
            Expect.That(rows.TrueForAll(IsRevealed));
        }
    }

    public async Task ReadPlainAsync()
    {
        await using var db = Plain();
        var rows = await db.Set<PlainPerson>().AsNoTracking().ToListAsync();
        Expect.That(rows.Count == EfBench.Rows && rows.TrueForAll(row => row is { Name.Family.Length: > 0, Contact.Phones.Count: 1, SourceDisplays.Count: 1 }));
    }

    /// <summary>Writes all rows and rolls them back, so that each round finds the same tables.</summary>
    public Task WriteAsync() => WriteAsync(keep: false);

    public Task WritePlainAsync() => WritePlainAsync(keep: false);

    private bool IsRevealed(Patient row) =>
        access.Reveal(row, row.Name).HasValue && access.Reveal(row, row.BirthDate).HasValue && access.Reveal(row, row.Sex).HasValue
        && access.Reveal(row, row.Mrn).HasValue && access.Reveal(row, row.NationalId).HasValue && access.Reveal(row, row.Contact).HasValue
        && access.Reveal(row, row.Deceased).HasValue && access.Reveal(row, row.SourceDisplays).HasValue;

    private async Task WriteAsync(bool keep)
    {
        await using var db = instance.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await BenchPatients.AppendAsync(instance, db);
        db.AddRange(people.Select(person => person.Protect(access, indexes, keep ? person.Id.Value : Guid.NewGuid())));
        await db.SaveChangesAsync();
        await (keep ? transaction.CommitAsync() : transaction.RollbackAsync());
    }

    private async Task WritePlainAsync(bool keep)
    {
        await using var db = Plain();
        await using var transaction = await db.Database.BeginTransactionAsync();
        db.AddRange(people.Select(person => person.Plain(keep ? person.Id.Value : Guid.NewGuid())));
        await db.SaveChangesAsync();
        await (keep ? transaction.CommitAsync() : transaction.RollbackAsync());
    }

    private PlainContext Plain() => new(plain);
}
