using Npgsql;
using Portal.Data.Postgres.Embedded;

namespace Portal.Benchmarks;

/// <summary>
/// What one would write without thinking of audits: one row, one insert, one commit, into a table with a primary key and nothing else. The
/// statement is prepared and nothing is sent between two inserts, as on the log's own connections.
/// </summary>
internal sealed class PlainEntries : IAsyncDisposable
{
    private readonly NpgsqlDataSource source;

    private PlainEntries(NpgsqlDataSource source) => this.source = source;

    public static async Task<PlainEntries> CreateAsync(BenchInstance instance)
    {
        var plain = new PlainEntries(NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(instance.ConnectionString(DatabaseRole.Superuser))
        {
            MaxPoolSize = 16,
            MaxAutoPrepare = 4,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
        }));
        await using var create = plain.source.CreateCommand(
            "CREATE TABLE public.plain_entries (at timestamptz, id uuid, account uuid, patient uuid, action smallint, agent text, mac bytea, PRIMARY KEY (at, id))");
        await create.ExecuteNonQueryAsync();
        return plain;
    }

    public async Task InsertAsync()
    {
        await using var insert = source.CreateCommand("INSERT INTO public.plain_entries VALUES (now(), $1, $2, $3, 1, $4, $5)");
        insert.Parameters.AddWithValue(Guid.NewGuid());
        insert.Parameters.AddWithValue(Guid.NewGuid());
        insert.Parameters.AddWithValue(Guid.NewGuid());
        insert.Parameters.AddWithValue(AuditBench.Agent);
        insert.Parameters.AddWithValue(new byte[16]);
        await insert.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();
}
