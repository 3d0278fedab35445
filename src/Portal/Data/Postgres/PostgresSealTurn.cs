using Npgsql;
using NpgsqlTypes;
using Portal.Kernel.Audit;

namespace Portal.Data.Postgres;

/// <summary>
/// One transaction of sealing. The lock is taken without waiting and ends with the transaction: that of a killed node with its connection, that of one that
/// stands still by the time-out, or by whoever finds it so, within five seconds.
/// </summary>
internal sealed class PostgresSealTurn : ISealTurn
{
    private const string Lock = """
        SELECT set_config('statement_timeout', '5s', true), set_config('idle_in_transaction_session_timeout', '3s', true), pg_try_advisory_xact_lock(7164202)
        """;

    // No time-out ends a server process that cannot get rid of its answer, because its client was stopped or cut off while it read: it would hold the lock for as long as
    // the network believes in it. It is of the same login, so another node may end it; what is only slow does not wait for its client.
    private const string EndStopped = """
        SELECT count(pg_terminate_backend(a.pid)) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
        WHERE l.locktype = 'advisory' AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND l.classid = 0 AND l.objid = 7164202 AND l.granted
            AND a.wait_event_type = 'Client' AND a.usename = current_user AND a.state_change < clock_timestamp() - interval '3 seconds'
        """;

    // A statement of its own: that of the lock sees the database as it was before it had the lock, and another node may have sealed until then.
    private const string Next = "SELECT pg_snapshot_xmax(pg_current_snapshot())";

    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;

    private PostgresSealTurn(NpgsqlConnection connection, NpgsqlTransaction transaction, ulong nextXact) =>
        (this.connection, this.transaction, NextXact) = (connection, transaction, nextXact);

    public ulong NextXact { get; }

    public static async Task<ISealTurn?> TryBeginAsync(NpgsqlDataSource source, CancellationToken cancel)
    {
        var connection = await source.OpenConnectionAsync(cancel);
        try
        {
            var transaction = await connection.BeginTransactionAsync(cancel);
            if (await AskAsync(Lock, row => row.GetBoolean(2), connection, transaction, cancel))
            {
                return new PostgresSealTurn(connection, transaction, await AskAsync(Next, row => row.GetFieldValue<ulong>(0), connection, transaction, cancel));
            }

            await AskAsync(EndStopped, row => row.GetInt64(0), connection, transaction, cancel); // the next look finds the lock free
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    public Task<SealHead> HeadAsync(CancellationToken cancel) => PostgresSealHead.ReadAsync(Command, cancel);

    public Task<AuditBlock?> BlockAsync(Guid epoch, long number, CancellationToken cancel) => PostgresSealHead.BlockAsync(Command, epoch, number, cancel);

    public Task<IReadOnlyList<byte[]>> SubtreesAsync(Guid epoch, long size, CancellationToken cancel) => PostgresSealHead.SubtreesAsync(Command, epoch, size, cancel);

    public async Task<List<PlacedEntry>> ReadyAsync(LogPosition after, int most, CancellationToken cancel)
    {
        var command = Command(PostgresSealStore.Ready);
        PostgresSealStore.AddPlace(command, after);
        command.Parameters.Add(PostgresSealStore.Number(most));
        return await PostgresStoredRows.PlacedAsync(command, known: null, cancel);
    }

    public Task<LogPosition?> LastPlaceAsync(CancellationToken cancel) =>
        Command("SELECT xact, id FROM audit.entries ORDER BY xact DESC, id DESC LIMIT 1")
            .FirstAsync<LogPosition?>(row => new LogPosition(row.GetFieldValue<ulong>(0), row.GetGuid(1)), cancel);

    public async Task AddAsync(AuditEpoch epoch, CancellationToken cancel)
    {
        await using var command = Command("""
            INSERT INTO audit.epochs (id, number, begun_at, after_xact, after_id, mac, named_epoch, named_size, named_root, named_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """);
        Add(command, epoch.Id, epoch.Number, epoch.BegunAt.UtcDateTime, checked((long)epoch.After.Xact), epoch.After.Id, epoch.Mac);
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)epoch.Named?.Epoch ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)epoch.Named?.Size ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)epoch.Named?.Root ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bytea });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)epoch.Named?.At.UtcDateTime ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        await command.ExecuteNonQueryAsync(cancel);
    }

    public async Task AddAsync(IReadOnlyList<SealedBlock> blocks, CancellationToken cancel)
    {
        await using var command = Command("""
            INSERT INTO audit.blocks (epoch, no, sealed_at, last_xact, last_id, count, previous, root, entries, nodes)
            SELECT $1, unnest($2::int8[]), unnest($3::timestamptz[]), unnest($4::int8[]), unnest($5::uuid[]), unnest($6::int4[]), unnest($7::bytea[]), unnest($8::bytea[]),
                   unnest($9::bytea[]), unnest($10::bytea[])
            """);
        Add(
            command,
            blocks[0].Block.Epoch,
            blocks.Select(one => one.Block.Number).ToArray(),
            blocks.Select(one => one.Block.SealedAt.UtcDateTime).ToArray(),
            blocks.Select(one => checked((long)one.Last.Xact)).ToArray(),
            blocks.Select(one => one.Last.Id).ToArray(),
            blocks.Select(one => checked((int)one.Block.Count)).ToArray(),
            blocks.Select(one => one.Block.Previous).ToArray(),
            blocks.Select(one => one.Block.Root).ToArray(),
            blocks.Select(one => one.Entries).ToArray(),
            blocks.Select(one => one.Nodes).ToArray());
        await command.ExecuteNonQueryAsync(cancel);
    }

    public async Task AddAsync(SignedCheckpoint checkpoint, CancellationToken cancel)
    {
        await using var command = Command("INSERT INTO audit.checkpoints (epoch, size, root, at, key_id, signature) VALUES ($1, $2, $3, $4, $5, $6)");
        var (signed, id, signature) = checkpoint;
        Add(command, signed.Epoch, signed.Size, signed.Root, signed.At.UtcDateTime, id, signature);
        await command.ExecuteNonQueryAsync(cancel);
    }

    public async Task<bool> RegisterAsync(CheckpointKey key, DateTimeOffset now, CancellationToken cancel)
    {
        await using var known = Command("SELECT bool_or(key_id = $1) FROM audit.checkpoint_keys");
        Add(known, key.Id);
        if (await known.ExecuteScalarAsync(cancel) is bool isKnown)
        {
            return isKnown;
        }

        await using var add = Command("INSERT INTO audit.checkpoint_keys (key_id, public_key, at) VALUES ($1, $2, $3)");
        Add(add, key.Id, key.PublicKey, now.UtcDateTime);
        return await add.ExecuteNonQueryAsync(cancel) == 1;
    }

    public Task CommitAsync(CancellationToken cancel) => transaction.CommitAsync(cancel);

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

#pragma warning disable CA2100 // constants of this file
    private static Task<T?> AskAsync<T>(string sql, Func<NpgsqlDataReader, T> read, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancel) =>
        new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = 5 }.FirstAsync(read, cancel);
#pragma warning restore CA2100

    private static void Add(NpgsqlCommand command, params object[] values)
    {
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }
    }

#pragma warning disable CA2100 // constants of this folder
    private NpgsqlCommand Command(string sql) => new(sql, connection, transaction) { CommandTimeout = 6 };
#pragma warning restore CA2100
}
