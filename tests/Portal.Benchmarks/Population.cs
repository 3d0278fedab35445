using Npgsql;
using Portal.Benchmarks.Fields;
using Portal.Data;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Patients.Care;
using Portal.Features.Patients.Registration;
using Portal.Kernel;

namespace Portal.Benchmarks;

/// <summary>Many invented patients in the portal's own tables, by the bulk path, and the same people in a plain table beside them.</summary>
internal static class Population
{
    private const int AtOnce = 2_000;

    private const string PlainTable = """
        CREATE TABLE public.plain_patients (id uuid PRIMARY KEY, family text NOT NULL, given text NOT NULL, birth_date date NOT NULL, sex text NOT NULL, mrn text NOT NULL, email text NOT NULL);
        CREATE INDEX ON public.plain_patients (mrn);
        CREATE INDEX ON public.plain_patients (email);
        GRANT SELECT ON public.plain_patients TO portal_app;
        CREATE INDEX ON public.plain_patients (lower(family) text_pattern_ops);
        CREATE INDEX ON public.plain_patients (lower(given) text_pattern_ops);
        """;

    public static async Task FillAsync(BenchInstance instance, int count, Func<int, AccountId?> carer)
    {
        await instance.ExecuteAsync(PlainTable);
        foreach (var numbers in Enumerable.Range(0, count).Chunk(AtOnce))
        {
            Person[] people = [.. numbers.Select(Person.Invent)];
            await AddAsync(instance, people, [.. numbers.Select(carer)]);
            await AddPlainAsync(instance, people);
        }

        await instance.ExecuteAsync("ANALYZE pii.patients; ANALYZE pii.name_tokens; ANALYZE roster.patients; ANALYZE care.relationships; ANALYZE keys.patient_keys; ANALYZE public.plain_patients;");
    }

    private static async Task AddAsync(BenchInstance instance, Person[] people, AccountId?[] carers)
    {
        var indexes = instance.Get<PatientIndexes>();
        await using var db = instance.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await BenchPatients.AppendAsync(instance, db);
        var access = await instance.Get<Gate>().OpenForImportAsync(db, BenchPatients.Job, [], [.. people.Select(person => person.Id)], default);
        var bulk = instance.Get<PortalDatabase>().Bulk;
        await bulk.InsertAsync(db, [.. people.Select(person => person.Protect(access, indexes, person.Id.Value))], default);
        await bulk.InsertAsync(db, [.. people.Select(person => person.Listed(access))], default);
        await bulk.InsertAsync(db, [.. people.SelectMany(person => indexes.NameTokens([person.Name]).Select(token => new NameToken { PatientId = person.Id, Token = token }))], default);
        await bulk.InsertAsync(db, [.. people.Zip(carers).Where(pair => pair.Second is not null).Select(pair => Care(pair.First.Id, pair.Second!.Value))], default);
        await transaction.CommitAsync();
    }

    private static CareRelationship Care(PatientId patient, AccountId account) => new()
    {
        Id = Guid.NewGuid(), PatientId = patient, AccountId = account, Source = CareSource.Assigned, Start = DateTimeOffset.UnixEpoch,
    };

    private static async Task AddPlainAsync(BenchInstance instance, Person[] people)
    {
        await using var owner = new NpgsqlConnection(instance.ConnectionString(DatabaseRole.Owner));
        await owner.OpenAsync();
        await using var copy = await owner.BeginBinaryImportAsync("COPY public.plain_patients FROM STDIN (FORMAT BINARY)");
        foreach (var person in people)
        {
            await copy.WriteRowAsync(default, person.Id.Value, person.Name.Family, person.Name.Given, person.BirthDate, person.Sex, person.Mrn, person.Contact.Emails[0]);
        }

        await copy.CompleteAsync();
    }
}
