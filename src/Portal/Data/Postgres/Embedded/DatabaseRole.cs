namespace Portal.Data.Postgres.Embedded;

/// <summary>The login roles of the database. Those after <see cref="Owner"/> are used at run time and own nothing.</summary>
public enum DatabaseRole
{
    /// <summary>Sets up the cluster; not used while the portal serves.</summary>
    Superuser,

    /// <summary>Owns the database and its tables: migrations and the database shell.</summary>
    Owner,

    /// <summary>The portal on behalf of staff.</summary>
    App,

    /// <summary>The portal on behalf of a patient; has a pool of its own.</summary>
    Patient,

    /// <summary>Partitions and retention.</summary>
    Maintenance,

    /// <summary>Seals the audit log into blocks.</summary>
    Sealer,

    /// <summary>Reads for backups.</summary>
    Backup,

    /// <summary>Reads for auditors.</summary>
    Auditor,
}

/// <summary>What is fixed about each <see cref="DatabaseRole"/>.</summary>
public static class DatabaseRoles
{
    /// <summary>All roles.</summary>
    public static IReadOnlyList<DatabaseRole> All { get; } = Enum.GetValues<DatabaseRole>();

    /// <summary>The roles that are used while the portal serves: no DDL, no ownership, no way around row security.</summary>
    public static IReadOnlyList<DatabaseRole> Runtime { get; } = [.. All.Where(role => role > DatabaseRole.Owner)];

    /// <summary>The roles whose reads are entries of the portal's own log already. A shell is the owner's, a dump the backup's.</summary>
    internal static IReadOnlyList<DatabaseRole> Recorded { get; } = [DatabaseRole.App, DatabaseRole.Patient, DatabaseRole.Maintenance, DatabaseRole.Sealer, DatabaseRole.Auditor];

    /// <summary>The role's name in the database, for example <c>portal_app</c>.</summary>
    public static string LoginName(this DatabaseRole role) => role switch
    {
        DatabaseRole.Superuser => "portal_superuser",
        DatabaseRole.Owner => "portal_owner",
        DatabaseRole.App => "portal_app",
        DatabaseRole.Patient => "portal_patient",
        DatabaseRole.Maintenance => "portal_maintenance",
        DatabaseRole.Sealer => "portal_sealer",
        DatabaseRole.Backup => "portal_backup",
        DatabaseRole.Auditor => "portal_auditor",
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };

    /// <summary>The most connections that one process keeps for the role; together they stay under the server's limit.</summary>
    internal static int PoolSize(this DatabaseRole role) => role switch
    {
        DatabaseRole.App => 32,
        DatabaseRole.Patient => 16,
        DatabaseRole.Auditor => 6,
        _ => 4,
    };

    /// <summary>
    /// How many statements a connection keeps prepared once it has sent them a few times. Row security is planned with each statement, which costs more than to find a row;
    /// what people wait for is planned once (decision 0075).
    /// </summary>
    public static int Prepared(this DatabaseRole role) => role is DatabaseRole.App or DatabaseRole.Patient ? 64 : 0;

    /// <summary>How long a caller waits for one statement. People wait behind the first two; a long statement says so itself.</summary>
    internal static int CommandSeconds(this DatabaseRole role) => role is DatabaseRole.App or DatabaseRole.Patient ? 15 : 30;

    /// <summary>
    /// Limits that the server keeps: a node that is cut off in the middle of its work must not stop the others by the
    /// locks it holds. Zero is no limit (a migration, a dump).
    /// </summary>
    internal static (int LockSeconds, int StatementSeconds, int IdleInTransactionSeconds) Limits(this DatabaseRole role) => role switch
    {
        DatabaseRole.App or DatabaseRole.Patient => (5, 30, 30),
        DatabaseRole.Sealer => (5, 30, 15),
        DatabaseRole.Maintenance => (5, 600, 60),
        DatabaseRole.Auditor => (5, 300, 60),
        DatabaseRole.Backup => (30, 0, 600),
        _ => (30, 0, 300),
    };
}
