using Npgsql;
using NpgsqlTypes;
using Portal.Kernel.Audit;

namespace Portal.Data.Postgres;

/// <summary>The statements that append a batch of entries: one over arrays for the usual ones, one for those with a rarer field.</summary>
internal static class PostgresAuditInsert
{
    // Set-returning functions in the list of a SELECT go in step, row by row; in its FROM each would be written to a store of its own first.
    private const string Usual = """
        INSERT INTO audit.entries (at, id, context, subject, categories, role, action, resource, purpose, outcome, mac)
        SELECT unnest($1::timestamptz[]), unnest($2::uuid[]), unnest($3::int4[]), unnest($4::int4[]), unnest($5::int4[]), unnest($6::int2[]), unnest($7::int2[]), unnest($8::int2[]),
               unnest($9::int2[]), unnest($10::int2[]), unnest($11::bytea[])
        """;

    private const string Rare = """
        INSERT INTO audit.entries (at, id, context, subject, categories, role, action, resource, purpose, outcome, mac, resource_id, break_glass, reason, others)
        SELECT unnest($1::timestamptz[]), unnest($2::uuid[]), unnest($3::int4[]), unnest($4::int4[]), unnest($5::int4[]), unnest($6::int2[]), unnest($7::int2[]), unnest($8::int2[]),
               unnest($9::int2[]), unnest($10::int2[]), unnest($11::bytea[]), unnest($12::uuid[]), unnest($13::uuid[]), unnest($14::text[]), unnest($15::text[])::int4[]
        """;

    // An entry that is there already is left as it is. The check costs a look into each index, so lanes send it only where a batch met such an entry.
    private const string Again = " ON CONFLICT DO NOTHING";

    public static void Fill(NpgsqlBatchCommandCollection commands, IReadOnlyList<SignedEntry> entries, EntryNumbers[] numbers, bool again)
    {
        var rare = Enumerable.Range(0, entries.Count).Where(row => IsRare(entries[row].Entry, numbers[row])).ToArray();
        if (rare.Length == 0)
        {
            commands.Add(Command(entries, numbers, again, isRare: false));
            return;
        }

        commands.Add(Command([.. rare.Select(row => entries[row])], [.. rare.Select(row => numbers[row])], again, isRare: true));
        if (rare.Length < entries.Count)
        {
            var usual = Enumerable.Range(0, entries.Count).Except(rare).ToArray();
            commands.Add(Command([.. usual.Select(row => entries[row])], [.. usual.Select(row => numbers[row])], again, isRare: false));
        }
    }

    private static bool IsRare(AuditEntry entry, EntryNumbers numbers) =>
        numbers.Others is not null || entry is not { ResourceId: null, Reason: null, Grant: null };

    private static NpgsqlBatchCommand Command(IReadOnlyList<SignedEntry> entries, EntryNumbers[] numbers, bool again, bool isRare)
    {
        var command = new NpgsqlBatchCommand((isRare ? Rare : Usual) + (again ? Again : ""));
        Add(command, NpgsqlDbType.TimestampTz, entries, signed => signed.Entry.At.UtcDateTime);
        Add(command, NpgsqlDbType.Uuid, entries, signed => signed.Entry.Id.Value);
        Add(command, NpgsqlDbType.Integer, numbers, number => number.Context);
        Add(command, NpgsqlDbType.Integer, numbers, number => number.Subject);
        Add(command, NpgsqlDbType.Integer, entries, signed => (int)signed.Entry.Categories);
        Add(command, NpgsqlDbType.Smallint, entries, signed => (short)signed.Entry.Role);
        Add(command, NpgsqlDbType.Smallint, entries, signed => (short)signed.Entry.Action);
        Add(command, NpgsqlDbType.Smallint, entries, signed => (short)signed.Entry.Resource);
        Add(command, NpgsqlDbType.Smallint, entries, signed => (short)signed.Entry.Purpose);
        Add(command, NpgsqlDbType.Smallint, entries, signed => (short)signed.Entry.Outcome);
        Add(command, NpgsqlDbType.Bytea, entries, signed => signed.Mac);
        if (isRare)
        {
            Add(command, NpgsqlDbType.Uuid, entries, signed => signed.Entry.ResourceId);
            Add(command, NpgsqlDbType.Uuid, entries, signed => signed.Entry.Grant);
            Add(command, NpgsqlDbType.Text, entries, signed => signed.Entry.Reason);
            // An array of arrays of different lengths is none in SQL: each goes as its text.
            Add(command, NpgsqlDbType.Text, numbers, number => number.Others is null ? null : $"{{{string.Join(',', number.Others)}}}");
        }

        return command;
    }

    private static void Add<TRow, T>(NpgsqlBatchCommand command, NpgsqlDbType type, IReadOnlyList<TRow> rows, Func<TRow, T> value)
    {
        var values = new T[rows.Count];
        for (var row = 0; row < values.Length; row++)
        {
            values[row] = value(rows[row]);
        }

        command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type });
    }
}
