namespace Portal.Data.Postgres.Embedded;

/// <summary>The cluster's two settings files. They are written anew at each start, so that an update of the portal brings its own.</summary>
internal static class ClusterSettings
{
    /// <summary>Every way in asks for a password, the socket in its closed folder too; there is no replication and no TCP.</summary>
    public const string Logins = """
        # Written by the portal at each start.
        local  all  all  scram-sha-256

        """;

    /// <summary>Where the server has pgaudit (ADR 0083): who reads tables past the portal is logged, with the tables' names and no value. Not with a setting that anybody but a superuser could take back.</summary>
    private const string ReadsAreLogged = """
        # --- reads by other logins than the portal's own are logged, without values
        shared_preload_libraries = 'pgaudit'
        pgaudit.log = 'read'
        pgaudit.log_catalog = off
        pgaudit.log_relation = on
        pgaudit.log_statement = off
        pgaudit.log_parameter = off

        """;

    /// <summary>The settings.</summary>
    /// <param name="place">The cluster's place.</param>
    /// <param name="socketFolder">The folder of its socket.</param>
    /// <param name="hasAudit">Whether the server has pgaudit.</param>
    public static string Text(ClusterPlace place, string socketFolder, bool hasAudit) => Always(place, socketFolder) + (hasAudit ? ReadsAreLogged : "");

    private static string Always(ClusterPlace place, string socketFolder) => $"""
        # Written by the portal at each start; changes here are lost.
        # --- reached through the socket alone
        listen_addresses = ''
        port = {SocketFolder.Port}
        unix_socket_directories = {Quote(socketFolder)}
        unix_socket_permissions = 0700
        hba_file = {Quote(place.Logins)}
        password_encryption = 'scram-sha-256'
        max_connections = 120
        # --- what is committed is on the disk
        fsync = on
        synchronous_commit = on
        full_page_writes = on
        max_wal_size = 512MB
        # --- modest
        shared_buffers = 128MB
        work_mem = 8MB
        maintenance_work_mem = 64MB
        jit = off
        max_locks_per_transaction = 256
        random_page_cost = 1.1
        # --- no value of a row may reach the log: errors can quote values even in their first line ("invalid input
        # syntax ..."), so statements' errors stay out of it altogether; the portal gets them and logs what is safe.
        logging_collector = on
        log_destination = 'stderr'
        log_directory = {Quote(place.Log)}
        log_filename = 'postgres-%a.log'
        log_file_mode = 0600
        log_rotation_age = 1d
        log_rotation_size = 0
        log_truncate_on_rotation = on
        log_line_prefix = '%m [%p] %u@%d '
        log_min_messages = log
        log_min_error_statement = panic
        log_error_verbosity = terse
        log_statement = 'none'
        log_min_duration_statement = -1
        log_parameter_max_length = 0
        log_parameter_max_length_on_error = 0
        log_checkpoints = off
        track_activity_query_size = 100
        # --- the same everywhere
        timezone = 'UTC'
        log_timezone = 'UTC'
        datestyle = 'iso, ymd'
        default_text_search_config = 'pg_catalog.simple'
        cluster_name = 'portal'

        """;

    private static string Quote(string path) => $"'{path.Replace("'", "''", StringComparison.Ordinal)}'";
}
