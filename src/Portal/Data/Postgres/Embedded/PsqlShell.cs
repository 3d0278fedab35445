using System.Diagnostics;
using System.Runtime.InteropServices;
using Npgsql;

namespace Portal.Data.Postgres.Embedded;

/// <summary>
/// A database shell (psql) as the owner of the database, on the caller's terminal. Whoever opens one can see what is
/// stored, so the caller writes the audit entry first.
/// </summary>
public static class PsqlShell
{
    /// <summary>Runs psql, interactively or for one command text, and returns its exit code.</summary>
    /// <param name="cluster">The cluster; the caller stays its user while the shell runs.</param>
    /// <param name="sql">The text for <c>-c</c>, or null for an interactive shell.</param>
    /// <param name="cancel">Ends the shell.</param>
    public static async Task<int> RunAsync(EmbeddedCluster cluster, string? sql = null, CancellationToken cancel = default)
    {
        // Ctrl+C stops a query in psql; it must not end the portal's process around it.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using var psql = Process.Start(StartInfo(cluster, sql))!;
        try
        {
            await psql.WaitForExitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            psql.Kill();
            throw;
        }
        return psql.ExitCode;
    }

    internal static ProcessStartInfo StartInfo(EmbeddedCluster cluster, string? sql)
    {
        string[] command = sql is null ? [] : ["-c", sql];
        var info = new ProcessStartInfo(cluster.Binaries.Program("psql"), ["-X", "-v", "ON_ERROR_STOP=1", .. command]);
        var login = new NpgsqlConnectionStringBuilder(cluster.ConnectionString(DatabaseRole.Owner));
        info.Environment["PGHOST"] = login.Host;
        info.Environment["PGPORT"] = login.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        info.Environment["PGDATABASE"] = login.Database;
        info.Environment["PGUSER"] = login.Username;
        info.Environment["PGPASSWORD"] = login.Password;
        // What is typed may hold values of records: no history file.
        info.Environment["PSQL_HISTORY"] = "/dev/null";
        return info;
    }
}
