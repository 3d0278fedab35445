using Npgsql;
using Portal.Data.Postgres.Embedded;
using Portal.Kernel;
using Portal.Tests.Data.Embedded;

namespace Portal.Tests.Data.Postgres;

/// <summary>All tables that hold a patient's rows, asked of the database's catalogue, so that a new one is in each test from its first day.</summary>
internal static class PatientTables
{
    // Accounts name the patient they belong to; they are rows about people who sign in, and patients' login has no right to them.
    private const string InCatalogue = """
        SELECT n.nspname || '.' || c.relname AS name,
               string_agg(format('%I', a.attname), ', ' ORDER BY a.attnum) FILTER (WHERE a.attnotnull AND NOT a.atthasdef AND a.attname <> 'patient_id') AS columns,
               string_agg(CASE t.typname WHEN 'uuid' THEN 'gen_random_uuid()' WHEN 'bytea' THEN 'sha256(random()::text::bytea)' WHEN 'timestamptz' THEN 'now()'
                          WHEN 'text' THEN '''x''' WHEN 'bool' THEN 'false' ELSE '1' END, ', ' ORDER BY a.attnum)
                   FILTER (WHERE a.attnotnull AND NOT a.atthasdef AND a.attname <> 'patient_id') AS made
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        JOIN pg_type t ON t.oid = a.atttypid
        WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('identity', 'pg_catalog', 'information_schema')
          AND EXISTS (SELECT FROM pg_attribute p WHERE p.attrelid = c.oid AND p.attname = 'patient_id' AND NOT p.attisdropped)
        GROUP BY 1 ORDER BY 1
        """;

    public static async Task<IReadOnlyList<PatientTable>> OfAsync(TestDatabase database)
    {
        await using var connection = await database.OpenAsync(DatabaseRole.Superuser);
        await using var command = new NpgsqlCommand(InCatalogue, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var tables = new List<PatientTable>();
        while (await reader.ReadAsync())
        {
            tables.Add(new PatientTable(reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        }

        tables.Count.ShouldBeGreaterThanOrEqualTo(18);
        return tables;
    }

    /// <summary>Gives each of the patients a row in every table.</summary>
    public static async Task FillAsync(TestDatabase database, IEnumerable<PatientTable> tables, params PatientId[] patients)
    {
        foreach (var sql in tables.SelectMany(table => patients.Select(table.InsertFor)))
        {
            await database.AsSuperuserAsync(sql);
        }
    }
}

/// <summary>A table with patients' rows.</summary>
/// <param name="Name">Schema and name.</param>
/// <param name="Columns">The columns that must be given beside the patient.</param>
/// <param name="Made">A value for each.</param>
internal sealed record PatientTable(string Name, string Columns, string Made)
{
    public string InsertFor(PatientId patient) => $"INSERT INTO {Name} (patient_id, {Columns}) SELECT '{patient.Value}', {Made}";
}
