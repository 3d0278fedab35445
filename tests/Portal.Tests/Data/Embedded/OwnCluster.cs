using Npgsql;
using Portal.Data.Postgres.Embedded;

namespace Portal.Tests.Data.Embedded;

/// <summary>A folder for one test that starts and stops clusters itself. Disposing it stops what runs and removes all.</summary>
internal sealed class OwnCluster(string? path = null) : IAsyncDisposable
{
    private readonly List<EmbeddedCluster> _entered = [];

    public DataFolder Folder { get; } = DataFolder.Open(path ?? TestCluster.NewFolderPath());
    public List<string> Said { get; } = [];

    public async Task<EmbeddedCluster> EnterAsync()
    {
        var cluster = await EmbeddedCluster.EnterAsync(Folder, TestCluster.PasswordFor, Said.Add);
        _entered.Add(cluster);
        return cluster;
    }

    public static async Task<object?> AskAsync(EmbeddedCluster cluster, string sql, DatabaseRole role = DatabaseRole.App)
    {
        await using var connection = new NpgsqlConnection(cluster.ConnectionString(role));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var cluster in _entered)
            await cluster.DisposeAsync();
        TestCluster.Remove(Folder);
    }
}
