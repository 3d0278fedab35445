using Npgsql;
using Portal.Data;
using Portal.Data.Auditing.Proof;
using Portal.Data.Auditing.Sealing;
using Portal.Data.Postgres.Embedded;
using Portal.Features.AuditTrail;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Tests.Data.Auditing.Sealing;

/// <summary>A sealed log of some blocks and checkpoints that a superuser attacks and that is then put back as it was.</summary>
internal sealed class AttackedLog
{
    private static readonly string[] Tables = ["entries", "epochs", "blocks", "checkpoints", "verifications"];

    // The portal remembers their numbers, so that what it added stays there.
    private const string Dictionaries = """
        ;INSERT INTO audit.contexts OVERRIDING SYSTEM VALUE SELECT * FROM public.saved_contexts
        ON CONFLICT (no) DO UPDATE SET session = excluded.session, account = excluded.account, job = excluded.job, ip = excluded.ip, agent = excluded.agent, node = excluded.node;
        INSERT INTO audit.subjects OVERRIDING SYSTEM VALUE SELECT * FROM public.saved_subjects ON CONFLICT (no) DO UPDATE SET patient = excluded.patient
        """;

    private readonly PortalFixture portal;

    private AttackedLog(PortalFixture portal) => this.portal = portal;

    /// <summary>The blocks as they were sealed.</summary>
    public List<BlockRow> Blocks { get; private set; } = [];

    /// <summary>The checkpoints as somebody outside keeps them.</summary>
    public List<string> Outside { get; private set; } = [];

    /// <summary>How many blocks each checkpoint covers.</summary>
    public IReadOnlyList<long> Sizes { get; private set; } = [];

    /// <summary>The sealed entries in their order.</summary>
    public IReadOnlyList<Guid> Order { get; private set; } = [];

    /// <summary>The contexts of the sealed entries, and the first entry of each.</summary>
    public IReadOnlyList<(int No, Guid First)> Contexts { get; private set; } = [];

    /// <summary>The same of subjects.</summary>
    public IReadOnlyList<(int No, Guid First)> Subjects { get; private set; } = [];

    public static async Task<AttackedLog> MakeAsync(PortalFixture portal)
    {
        var log = new AttackedLog(portal);
        foreach (var (entries, patients) in new[] { (130, 1), (90, 2), (40, 0), (60, 1) })
        {
            await SealedLog.AppendAsync(portal, entries, patients);
            await SealedLog.SealAllAsync(portal);
            portal.Clock.Advance(TimeSpan.FromMinutes(2));
        }

        log.Blocks = await SealedLog.BlocksAsync(portal);
        log.Outside = await SealedLog.CheckpointLinesAsync(portal);
        log.Sizes = [.. log.Outside.Select(line => CheckpointLine.Parse(line)!.Checkpoint.Size)];
        log.Order = [.. log.Blocks.SelectMany(block => block.Entries.Chunk(16)).Select(id => new Guid(id, bigEndian: true))];
        log.Contexts = await log.FirstAsync("context", "");
        log.Subjects = await log.FirstAsync("key >> 5", ", unnest(array_append(others, subject)) AS key WHERE key IS NOT NULL");
        await log.RunAsync(string.Join(';', Tables.Concat(["contexts", "subjects"]).Select(table => $"CREATE TABLE public.saved_{table} AS SELECT * FROM audit.{table}")));
        return log;
    }

    /// <summary>The id of an entry by its place in a block, from 1.</summary>
    public Guid IdAt(int block, int place) => new(Blocks[block].Entries.AsSpan(16 * (place - 1), 16), bigEndian: true);

    /// <summary>SQL as the superuser, past the triggers.</summary>
    public Task<object?> RunAsync(string sql, params object[] values) => portal.Database.AsSuperuserAsync(sql, values);

    public Task RestoreAsync() => RunAsync(
        string.Join(';', Tables.Select(table => $"TRUNCATE audit.{table}")) + ";" + string.Join(';', Tables.Select(table => $"INSERT INTO audit.{table} SELECT * FROM public.saved_{table}")) + Dictionaries);

    /// <summary>The first place, from 1, at which another entry lies than was sealed there; 0 where there is none.</summary>
    public async Task<long> FirstDifferenceAsync()
    {
        var now = (Guid[])(await RunAsync("SELECT array_agg(id ORDER BY xact, id) FROM audit.entries"))!;
        return 1 + Enumerable.Range(0, Order.Count).FirstOrDefault(at => at >= now.Length || now[at] != Order[at], -1);
    }

    /// <summary>Where an entry lies, as a verification says it.</summary>
    public string WhereIs(Guid entry)
    {
        var block = Blocks.FindIndex(row => row.Entries.Chunk(16).Any(id => new Guid(id, bigEndian: true) == entry));
        return $"block {block}, entry {Enumerable.Range(1, Blocks[block].Count).First(place => IdAt(block, place) == entry)}";
    }

    /// <summary>Does it.</summary>
    public async Task DoAsync(Mutation mutation)
    {
        await RunAsync(mutation.Sql, mutation.Values);
        if (mutation.HashedFrom is { } block)
        {
            await HashAgainAsync(block);
        }
    }

    /// <summary>Seals all from a block on anew, as somebody could who has the salts' key too: only the signing key is out of reach.</summary>
    public async Task HashAgainAsync(int from, int most = BlockMaker.MostEntries)
    {
        var after = new LogPosition((ulong)Blocks[from - 1].LastXact, Blocks[from - 1].LastId);
        var entries = new List<(LogPosition, byte[])>();
        await foreach (var placed in portal.Get<PortalDatabase>().Seals.ReadAsync(after, null, default))
        {
            if (placed.Xact <= (ulong)Blocks[^1].LastXact)
            {
                entries.Add((placed.Position, AuditLeaf.Hash(AuditLeaf.Data(placed.Entry, portal.Get<KeyRing>().Of(KeyUse.AuditSalts)))));
            }
        }

        await RunAsync("DELETE FROM audit.blocks WHERE no >= $1", (long)from);
        if (entries.Count == 0)
        {
            return;
        }

        await using var turn = (await portal.Get<PortalDatabase>().Seals.TryTakeTurnAsync(default))!;
        var head = await turn.HeadAsync(default);
        var maker = new BlockMaker(head.Epoch!, head);
        await turn.AddAsync([.. entries.Chunk(most).SelectMany(chunk => maker.Make(chunk, portal.Clock.GetUtcNow()))], default);
        await turn.CommitAsync(default);
    }

    public Task<AuditVerification> VerifyAsync(VerifyRequest? request = null) =>
        portal.Get<VerifyAudit>().ForAsync(Actor.System("test"), request ?? VerifyRequest.All, default);

    /// <summary>Against what is kept outside.</summary>
    public Task<AuditVerification> VerifyWithOutsideAsync() => VerifyAsync(VerifyRequest.All with { Checkpoints = Outside });

    private async Task<IReadOnlyList<(int No, Guid First)>> FirstAsync(string key, string more)
    {
        await using var connection = await portal.Database.OpenAsync(DatabaseRole.Superuser);
#pragma warning disable CA2100 // constants of this file
        await using var command = new NpgsqlCommand($"SELECT DISTINCT ON ({key}) {key}, id FROM audit.entries{more} ORDER BY {key}, xact, id", connection);
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<(int, Guid)>();
        while (await reader.ReadAsync())
        {
            rows.Add((reader.GetInt32(0), reader.GetGuid(1)));
        }

        return [.. rows.Where(row => Order.Contains(row.Item2))];
    }
}
