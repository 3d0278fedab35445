using Npgsql;

namespace Portal.Data.Postgres.Embedded;

/// <summary>Brings a cluster from whatever state it is in to running and set up. Runs behind the gate of <see cref="UserCount"/>.</summary>
internal sealed class ClusterStart(
    DataFolder folder, ClusterPlace place, Postmaster postmaster, Func<string, string> passwordFor, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public async Task<ClusterLogins> RunAsync(PostgresBinaries binaries, Action<string> say, CancellationToken cancel)
    {
        if (!place.HasCluster)
            await MakeAsync(binaries, say, cancel);
        CheckVersion(binaries);
        var socket = await RunServerAsync(cancel);
        var logins = new ClusterLogins(socket, passwordFor);
        await using var superuser = await ConnectAsync(logins, cancel);
        await SetUpRolesAsync(superuser, logins, cancel);
        if (binaries.HasAudit)
            await ClusterRoles.LeaveOutRecordedAsync(superuser, passwordFor, cancel);
        return logins;
    }

    private async Task MakeAsync(PostgresBinaries binaries, Action<string> say, CancellationToken cancel)
    {
        say("Making the database; this happens once …");
        await new ClusterMaker(place, binaries).MakeAsync(passwordFor(DatabaseRole.Superuser.LoginName()), cancel);
        await InstanceFile.ChangeAsync(folder, file => file with { ClusterLocation = place.Root, RolesVersion = 0 }, cancel);
        var shortcut = Path.Combine(folder.Logs, "postgres");
        if (new FileInfo(shortcut).LinkTarget is null)
            File.CreateSymbolicLink(shortcut, place.Log);
    }

    private void CheckVersion(PostgresBinaries binaries)
    {
        var made = File.ReadAllText(Path.Combine(place.Data, "PG_VERSION")).Trim();
        if (made != binaries.Version.ToString(System.Globalization.CultureInfo.InvariantCulture))
            throw new PortalSetupException(
                $"The database was made by PostgreSQL {made} and this machine has {binaries.Version}: name the folder of version {made}'s programs in PORTAL_PG_BIN, or restore a backup into a new folder.");
    }

    /// <returns>The folder of the server's socket.</returns>
    private async Task<string> RunServerAsync(CancellationToken cancel)
    {
        var recorded = InstanceFile.Load(folder).SocketDirectory;
        if (postmaster.ProcessId() is not null)
        {
            if (recorded is not null && Directory.Exists(recorded))
                return recorded;
            // Its socket is gone, so nobody can reach it any more.
            await postmaster.StopAsync(cancel);
        }
        var socket = await SocketFolder.PrepareAsync(recorded, place, cancel);
        await InstanceFile.ChangeAsync(folder, file => file with { SocketDirectory = socket }, cancel);
        await postmaster.StartAsync(socket, time, cancel);
        return socket;
    }

    /// <summary>Waits while a server that somebody else began to start (and was killed) comes up or recovers.</summary>
    private async Task<NpgsqlConnection> ConnectAsync(ClusterLogins logins, CancellationToken cancel)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            try { return await logins.SuperuserAsync("postgres", cancel); }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification)
            {
                throw new PortalSetupException($"The key file does not belong to the database in {folder.Root}: put back the key file that this data folder was made with.", e);
            }
            catch (NpgsqlException e) when (e is not PostgresException { SqlState: not PostgresErrorCodes.CannotConnectNow })
            {
                if (time.GetElapsedTime(start) > Patience || postmaster.ProcessId() is null)
                    throw new PortalSetupException($"The database does not answer: its log in {place.Log} says why.", e);
                await Task.Delay(Pause, time, cancel);
            }
        }
    }

    private async Task SetUpRolesAsync(NpgsqlConnection superuser, ClusterLogins logins, CancellationToken cancel)
    {
        if (InstanceFile.Load(folder).RolesVersion == ClusterRoles.Version)
            return;
        await ClusterRoles.SetUpAsync(superuser, passwordFor, cancel);
        await ClusterRoles.MakeDatabaseAsync(superuser, cancel);
        await using var inside = await logins.SuperuserAsync(ClusterLogins.Database, cancel);
        await ClusterRoles.CloseAsync(inside, cancel);
        await InstanceFile.ChangeAsync(folder, file => file with { RolesVersion = ClusterRoles.Version }, cancel);
    }
}
