using Npgsql;

namespace Portal.Data.Postgres.Embedded;

/// <summary>Connection strings of the roles. They hold passwords: never log one.</summary>
internal sealed class ClusterLogins(string socketFolder, Func<string, string> passwordFor)
{
    public const string Database = "portal";
    // Against a server that hangs, a command ends after its own time-out and twice the one of a connection, because the driver
    // tries to cancel it there first.
    private const int ConnectSeconds = 5;

    public string SocketFolder => socketFolder;

    public string For(DatabaseRole role, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = socketFolder,
        Port = Embedded.SocketFolder.Port,
        Database = database,
        Username = role.LoginName(),
        Password = passwordFor(role.LoginName()),
        ApplicationName = "portal",
        Timeout = ConnectSeconds,
        CommandTimeout = role.CommandSeconds(),
        MaxPoolSize = role.PoolSize(),
        ConnectionIdleLifetime = 60,
        MaxAutoPrepare = role.Prepared(),
        // Neither TLS nor Kerberos on a socket that only this user can reach.
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
        // No values in error messages.
        IncludeErrorDetail = false,
    }.ConnectionString;

    /// <summary>A connection outside the pools, for work on the cluster itself.</summary>
    public async Task<NpgsqlConnection> SuperuserAsync(string database, CancellationToken cancel)
    {
        var text = new NpgsqlConnectionStringBuilder(For(DatabaseRole.Superuser, database)) { Pooling = false, CommandTimeout = 300 };
        var connection = new NpgsqlConnection(text.ConnectionString);
        try
        {
            await connection.OpenAsync(cancel);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
