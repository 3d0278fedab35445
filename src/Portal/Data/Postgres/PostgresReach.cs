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
        var settings = reach.Settings;
#pragma warning disable CA2100 // only the numbers of parameters
        await using var command = new NpgsqlCommand(
            $"SELECT {string.Join(", ", settings.Select((_, at) => $"set_config(${(2 * at) + 1}, ${(2 * at) + 2}, true)"))}",
            (NpgsqlConnection)db.Database.GetDbConnection(),
            (NpgsqlTransaction)transaction.GetDbTransaction());
#pragma warning restore CA2100
        foreach (var (name, value) in settings)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        }

        await command.ExecuteNonQueryAsync(cancel);
        return transaction;
    }
}
