using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Portal.Data.Auditing;
using Portal.Data.Auditing.Retirement;
using Portal.Data.Postgres.Embedded;
using Portal.Data.Sealing;
using Portal.Kernel;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Data.Postgres;

/// <summary>PostgreSQL: a connection pool for each database role.</summary>
internal sealed class PostgresDatabase : PortalDatabase
{
    private const int PingSeconds = 2;

    // One verification with its readers, the count of what is not sealed, and a proof beside them.
    private const int ProofConnections = 8;

    private const int ProofStatements = 32;

    private readonly Func<DatabaseRole, string> connectionString;
    // Lazy: of two callers that come first at the same time, one makes the pool; one that lost would never be closed.
    private readonly ConcurrentDictionary<DatabaseRole, Lazy<NpgsqlDataSource>> pools = new();
    private readonly Lazy<NpgsqlDataSource> audit;
    private readonly Lazy<NpgsqlDataSource> dictionaries;
    private readonly Lazy<NpgsqlDataSource> proofs;
    private readonly KeyRing? keys;
    private readonly Lazy<NpgsqlDataSource> ping;
    private readonly Lazy<IModel> model;

    public PostgresDatabase(Func<DatabaseRole, string> connectionString, KeyRing? keys)
    {
        this.connectionString = connectionString;
        this.keys = keys;
        ping = new(() => NpgsqlDataSource.Create(PingText(connectionString(DatabaseRole.App))));
        model = new(ModelOf);
        audit = new(() => NpgsqlDataSource.Create(PostgresAuditStore.Lanes(connectionString(DatabaseRole.App))));
        dictionaries = new(() => NpgsqlDataSource.Create(PostgresAuditStore.Dictionaries(connectionString(DatabaseRole.App))));
        Audit = new PostgresAuditStore(() => audit.Value, () => dictionaries.Value, () => PoolOf(DatabaseRole.App));
        proofs = new(() => NpgsqlDataSource.Create(ProofText(connectionString(DatabaseRole.Auditor))));
        Seals = new PostgresSealStore(() => PoolOf(DatabaseRole.Sealer), () => proofs.Value);
        AuditReader = new PostgresAuditReader(() => PoolOf(DatabaseRole.Auditor));
        AuditCounts = new PostgresAuditCounts(() => PoolOf(DatabaseRole.Auditor));
    }

    public override string Name => "PostgreSQL";

    public override IAuditStore Audit { get; }

    public override ISealStore Seals { get; }

    public override IAuditReader AuditReader { get; }

    public override IAuditCounts AuditCounts { get; }

    public override IBulkWriter Bulk { get; } = new PostgresBulkWriter();

    public override PortalDbContext Open(DatabaseRole role = DatabaseRole.App) => PostgresOptions.Open(PoolOf(role), keys);

    public override PortalDbContext OpenForProofs() => PostgresOptions.Open(proofs.Value, keys);

    public override Task<IDbContextTransaction> BeginAsync(PortalDbContext db, Reach reach, CancellationToken cancel) => PostgresReach.BeginAsync(db, reach, cancel);

    public override Task<IReadOnlyList<SealedRow>> ReadAsync(Reach reach, IReadOnlyCollection<PatientId> patients, IReadOnlyList<SealedQuery> queries, CancellationToken cancel) =>
        PostgresSealedRows.ReadAsync(PoolOf(reach.Login), model.Value, SealKey, reach, patients, queries, cancel);

    public override async Task PingAsync(CancellationToken cancel)
    {
        await using var question = ping.Value.CreateCommand("SELECT 1");
        await question.ExecuteNonQueryAsync(cancel);
    }

    public override Task<(long Moved, bool IsSomeLeft)> KeepAuditMonthsAsync(DateTimeOffset now, int ahead, CancellationToken cancel) =>
        PostgresAuditMonths.KeepAsync(PoolOf(DatabaseRole.Maintenance), now, ahead, cancel);

    public override Task<IReadOnlyList<DateTimeOffset>> AuditMonthsAsync(CancellationToken cancel) => PostgresAuditMonths.AllAsync(PoolOf(DatabaseRole.App), cancel);

    public override Task<IReadOnlyList<DateTimeOffset>> OldAuditMonthsAsync(int keepYears, CancellationToken cancel) => PostgresAuditMonths.OldAsync(Retiring, keepYears, cancel);

    public override Task RetireAuditMonthAsync(RetirementRow row, int keepYears, CancellationToken cancel) => PostgresAuditMonths.RetireAsync(Retiring, row, keepYears, cancel);

    // On a server of one's own the portal's login does all work at run time, and this is none of it: the owner does it, by the command line.
    private NpgsqlDataSource Retiring =>
        PoolOf(connectionString(DatabaseRole.Maintenance) == connectionString(DatabaseRole.App) ? DatabaseRole.Owner : DatabaseRole.Maintenance);

    public override Task<List<Guid>> LockPatientsAsync(PortalDbContext db, Guid[] ids, CancellationToken cancel) =>
        db.Database.SqlQuery<Guid>($"SELECT id FROM pii.patients WHERE id = ANY({ids}) FOR NO KEY UPDATE SKIP LOCKED").ToListAsync(cancel);

    public override async ValueTask DisposeAsync()
    {
        foreach (var pool in pools.Values.Concat([audit, dictionaries, proofs, ping]).Where(one => one.IsValueCreated))
        {
            await pool.Value.DisposeAsync();
        }
    }

    private DataKey SealKey => keys?.Of(KeyUse.RowSeals) ?? throw new InvalidOperationException("This database was opened without keys.");

    private IModel ModelOf()
    {
        using var db = Open();
        return db.Model;
    }

    private NpgsqlDataSource PoolOf(DatabaseRole role) => pools.GetOrAdd(role, static (key, text) => new Lazy<NpgsqlDataSource>(() => NpgsqlDataSource.Create(text(key))), connectionString).Value;

    // A connection of its own: neither a full pool nor a caller's long statement may look like a database that is away.
    private static string PingText(string text) =>
        new NpgsqlConnectionStringBuilder(text) { Timeout = PingSeconds, CommandTimeout = PingSeconds, MinPoolSize = 0, MaxPoolSize = 1 }.ConnectionString;

    // The same few statements again and again, each over every month of the log: to plan one takes longer than to run it.
    private static string ProofText(string text) =>
        new NpgsqlConnectionStringBuilder(text) { MinPoolSize = 0, MaxPoolSize = ProofConnections, MaxAutoPrepare = ProofStatements, AutoPrepareMinUsages = 2 }.ConnectionString;
}
