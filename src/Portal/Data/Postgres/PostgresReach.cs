using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Portal.Data.Postgres;

/// <summary>
/// Begins a transaction whose settings tell row security what it reaches (Rights.sql reads them). They end with the transaction, so that nothing of them is left on
/// a pooled connection, whoever pools.
/// </summary>
internal static class PostgresReach
{
    // BEGIN waits for the first command, so that both go in one round trip.
    public static async Task<IDbContextTransaction> BeginAsync(PortalDbContext db, Reach reach, CancellationToken cancel)
    {
        var transaction = await db.Database.BeginTransactionAsync(cancel);
        await using var batch = new NpgsqlBatch((NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction)transaction.GetDbTransaction());
        batch.BatchCommands.Add(Settings(reach));
        await batch.ExecuteNonQueryAsync(cancel);
        return transaction;
    }

    /// <summary>The statement that tells the transaction's settings; it answers with one row.</summary>
    public static NpgsqlBatchCommand Settings(Reach reach)
    {
        // A search's plan must know its values (how common a prefix is); where the keys of rows are named, the plan that is kept is as good and needs no time (decision 0075).
        IReadOnlyList<(string Name, string Value)> settings = [.. reach.Settings, ("plan_cache_mode", reach.Listing == Listed.Nobody ? "auto" : "force_custom_plan")];
#pragma warning disable CA2100 // only the numbers of parameters
        var command = new NpgsqlBatchCommand($"SELECT {string.Join(", ", settings.Select((_, at) => $"set_config(${(2 * at) + 1}, ${(2 * at) + 2}, true)"))}");
#pragma warning restore CA2100
        foreach (var (name, value) in settings)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        }

        return command;
    }
}
