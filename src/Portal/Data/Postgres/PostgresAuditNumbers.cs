using System.Collections.Concurrent;
using Npgsql;
using NpgsqlTypes;
using Portal.Data.Auditing;
using Portal.Kernel.Audit;

namespace Portal.Data.Postgres;

/// <summary>The numbers under which an entry names its context and its patients.</summary>
internal readonly record struct EntryNumbers(int Context, int? Subject, int[]? Others);

/// <summary>
/// The log's dictionaries as this process knows them. What is missing is written in a commit of its own before the entry that names it: a row without
/// entries does no harm, and an entry never names a row that was rolled back.
/// </summary>
internal sealed class PostgresAuditNumbers(Func<NpgsqlDataSource> source)
{
    private const string InsertContext = "INSERT INTO audit.contexts (session, account, job, ip, agent, node) VALUES ($1, $2, $3, $4, $5, $6) RETURNING no";

    // In the order of the tokens: two who add the same patients at once wait for each other and never in a circle.
    private const string InsertSubjects = """
        INSERT INTO audit.subjects (patient)
        SELECT patient FROM unnest($1) AS given (patient) WHERE NOT EXISTS (SELECT FROM audit.subjects s WHERE s.patient = given.patient) ORDER BY patient
        ON CONFLICT DO NOTHING
        """;

    private const string SelectSubjects = "SELECT patient, no FROM audit.subjects WHERE patient = ANY($1)";

    // Emptied when full: what is needed comes back at once.
    private const int MostContexts = 16_384;
    private const int MostSubjects = 65_536;

    private readonly ConcurrentDictionary<AuditContext, Lazy<Task<int>>> contexts = new();
    private readonly ConcurrentDictionary<Guid, int> subjects = new();

    /// <summary>The numbers of an entry, made where they are missing. It is not cancelled: an entry does not depend on whether its caller still waits.</summary>
    public async ValueTask<EntryNumbers> OfAsync(AuditEntry entry)
    {
        var context = await ContextAsync(AuditContext.Of(entry)).ConfigureAwait(false);
        return entry.Patients.Count switch
        {
            0 => new EntryNumbers(context, null, null),
            1 when subjects.TryGetValue(entry.Patients[0].Value, out var only) => new EntryNumbers(context, SubjectKey.Of(only, entry.At), null),
            _ => Of(entry, context, await SubjectsAsync([.. entry.Patients.Select(patient => patient.Value)]).ConfigureAwait(false)),
        };
    }

    /// <summary>Forgets everything: a database that was away may have come back as an older one.</summary>
    public void Forget()
    {
        contexts.Clear();
        subjects.Clear();
    }

    private static EntryNumbers Of(AuditEntry entry, int context, int[] numbers)
    {
        var keys = Array.ConvertAll(numbers, number => SubjectKey.Of(number, entry.At));
        return new EntryNumbers(context, keys[0], keys.Length > 1 ? keys[1..] : null);
    }

    private async ValueTask<int> ContextAsync(AuditContext context)
    {
        if (contexts.TryGetValue(context, out var known))
        {
            return await AnswerAsync(context, known).ConfigureAwait(false);
        }

        if (contexts.Count >= MostContexts)
        {
            contexts.Clear();
        }

        // Of many who come with the same new context, one writes it.
        return await AnswerAsync(context, contexts.GetOrAdd(context, key => new Lazy<Task<int>>(() => TwiceAsync(() => InsertAsync(key))))).ConfigureAwait(false);
    }

    private async ValueTask<int> AnswerAsync(AuditContext context, Lazy<Task<int>> number)
    {
        try
        {
            return await number.Value.ConfigureAwait(false);
        }
        catch
        {
            // The next one who comes with it tries anew.
            contexts.TryRemove(KeyValuePair.Create(context, number));
            throw;
        }
    }

    private async Task<int> InsertAsync(AuditContext context)
    {
        await using var insert = source().CreateCommand(InsertContext);
        Add(insert.Parameters, NpgsqlDbType.Uuid, context.Session);
        Add(insert.Parameters, NpgsqlDbType.Uuid, context.Account);
        Add(insert.Parameters, NpgsqlDbType.Text, context.Job);
        Add(insert.Parameters, NpgsqlDbType.Inet, context.Ip);
        Add(insert.Parameters, NpgsqlDbType.Text, context.Agent);
        Add(insert.Parameters, NpgsqlDbType.Text, context.Node);
        return (int)(await insert.ExecuteScalarAsync().ConfigureAwait(false))!;
    }

    private async ValueTask<int[]> SubjectsAsync(Guid[] patients)
    {
        var missing = Array.FindAll(patients, patient => !subjects.ContainsKey(patient));
        var found = missing.Length == 0 ? [] : await TwiceAsync(() => FindAsync(missing)).ConfigureAwait(false);
        var numbers = new int[patients.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            // Somebody may have emptied the memory between the look and now.
            numbers[i] = found.TryGetValue(patients[i], out var number) || subjects.TryGetValue(patients[i], out number)
                ? number
                : (await TwiceAsync(() => FindAsync(patients)).ConfigureAwait(false))[patients[i]];
        }

        return numbers;
    }

    private async Task<Dictionary<Guid, int>> FindAsync(Guid[] patients)
    {
        await using var batch = source().CreateBatch();
        foreach (var sql in new[] { InsertSubjects, SelectSubjects })
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(sql) { Parameters = { new NpgsqlParameter<Guid[]> { TypedValue = patients, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid } } });
        }

        var found = new Dictionary<Guid, int>(patients.Length);
        await using (var reader = await batch.ExecuteReaderAsync().ConfigureAwait(false))
        {
            while (await reader.ReadAsync().ConfigureAwait(false))
            {
                found[reader.GetGuid(0)] = reader.GetInt32(1);
            }
        }

        Keep(found);
        return found;
    }

    private void Keep(Dictionary<Guid, int> found)
    {
        if (subjects.Count + found.Count > MostSubjects)
        {
            subjects.Clear();
        }

        foreach (var (patient, number) in found)
        {
            subjects[patient] = number;
        }
    }

    // As with entries: a pooled connection that broke meanwhile says nothing about the next one.
    private async Task<T> TwiceAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (NpgsqlException e) when (e.IsTransient)
        {
            if (PostgresRows.IsLost(e))
            {
                Forget();
            }

            return await ask().ConfigureAwait(false);
        }
    }

    private static void Add(NpgsqlParameterCollection parameters, NpgsqlDbType type, object? value) =>
        parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = type });
}
