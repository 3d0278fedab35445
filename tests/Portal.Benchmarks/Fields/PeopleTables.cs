using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Patients.Registration;
using Portal.Kernel;

namespace Portal.Benchmarks.Fields;

/// <summary>Rows of patients, each patient under a key of its own, or of one; five blind indexes stand beside the eight protected fields.</summary>
internal sealed class PeopleTables(BenchInstance instance, Access access, IReadOnlyList<Person> people)
{
    private readonly DbContextOptions<PlainContext> plain = FieldOptions.For<PlainContext>(instance);
    private readonly PatientIndexes indexes = instance.Get<PatientIndexes>();

    /// <summary>Fills the emptied tables with rows of a thousand patients, or of one.</summary>
    public static async Task<PeopleTables> FillAsync(BenchInstance instance, bool isOnePatient)
    {
        await instance.ExecuteAsync("TRUNCATE pii.patients, public.plain_people;");
        var one = PatientId.New();
        Person[] people = [.. Enumerable.Range(0, EfBench.Rows).Select(Person.Invent).Select(person => isOnePatient ? person with { Id = one } : person)];
        var access = await BenchPatients.OpenAsync(instance, [.. people.Select(person => person.Id).Distinct()]);
        var tables = new PeopleTables(instance, access, people);
        await tables.WriteAsync(keep: true);
        await tables.WritePlainAsync(keep: true);
        return tables;
    }

    public async Task ReadAsync(bool isTracked, bool reveal)
    {
        await using var db = instance.Open();
        var rows = await All<Patient>(db, isTracked).ToListAsync();
        Expect.That(rows.Count == EfBench.Rows && rows.TrueForAll(row => !row.SealBroken));
        if (reveal)
        {
            Expect.That(rows.TrueForAll(IsRevealed));
        }
    }

    public async Task ReadPlainAsync(bool isTracked)
    {
        await using var db = Plain();
        var rows = await All<PlainPerson>(db, isTracked).ToListAsync();
        Expect.That(rows.Count == EfBench.Rows && rows.TrueForAll(row => row is { Name.Family.Length: > 0, Contact.Phones.Count: 1, SourceDisplays.Count: 1 }));
    }

    /// <summary>Writes all rows and rolls them back, so that each round finds the same tables.</summary>
    public Task WriteAsync() => WriteAsync(keep: false);

    public Task WritePlainAsync() => WritePlainAsync(keep: false);

    private static IQueryable<T> All<T>(DbContext db, bool isTracked)
        where T : class =>
        isTracked ? db.Set<T>() : db.Set<T>().AsNoTracking();

    private bool IsRevealed(Patient row) =>
        access.Reveal(row, row.Name).HasValue && access.Reveal(row, row.BirthDate).HasValue && access.Reveal(row, row.Sex).HasValue
        && access.Reveal(row, row.Mrn).HasValue && access.Reveal(row, row.NationalId).HasValue && access.Reveal(row, row.Contact).HasValue
        && access.Reveal(row, row.Deceased).HasValue && access.Reveal(row, row.SourceDisplays).HasValue;

    private async Task WriteAsync(bool keep)
    {
        await using var db = instance.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await BenchPatients.AppendAsync(instance, db);
        db.AddRange(people.Select(person => person.Protect(access, indexes, Guid.NewGuid())));
        await db.SaveChangesAsync();
        await (keep ? transaction.CommitAsync() : transaction.RollbackAsync());
    }

    private async Task WritePlainAsync(bool keep)
    {
        await using var db = Plain();
        await using var transaction = await db.Database.BeginTransactionAsync();
        db.AddRange(people.Select(person => person.Plain(Guid.NewGuid())));
        await db.SaveChangesAsync();
        await (keep ? transaction.CommitAsync() : transaction.RollbackAsync());
    }

    private PlainContext Plain() => new(plain);
}
