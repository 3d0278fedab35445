using Npgsql;
using Portal.Data.Auditing.Proof;
using Portal.Data.Auditing.Sealing;
using Portal.Data.Postgres.Embedded;
using Portal.Features.AuditTrail;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Data.Auditing.Sealing;

/// <summary>A sealed log of some blocks and checkpoints that a superuser attacks and that is then put back as it was.</summary>
internal sealed class AttackedLog
{
    private static readonly string[] Tables = ["entries", "epochs", "blocks", "checkpoints", "verifications"];

    private readonly PortalFixture portal;

    private AttackedLog(PortalFixture portal) => this.portal = portal;

    /// <summary>The blocks as they were sealed.</summary>
    public List<BlockRow> Blocks { get; private set; } = [];

    /// <summary>The checkpoints as somebody outside keeps them.</summary>
    public List<string> Outside { get; private set; } = [];

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
        await log.RunAsync(string.Join(';', Tables.Select(table => $"CREATE TABLE public.saved_{table} AS SELECT * FROM audit.{table}")));
        return log;
    }

    /// <summary>The id of an entry by its place in a block, from 1.</summary>
    public Guid IdAt(int block, int place) => new(Blocks[block].Entries.AsSpan(16 * (place - 1), 16), bigEndian: true);

    /// <summary>SQL as the superuser, past the triggers.</summary>
    public Task<object?> RunAsync(string sql, params object[] values) => portal.Database.AsSuperuserAsync(sql, values);

    public Task RestoreAsync() => RunAsync(
        string.Join(';', Tables.Select(table => $"TRUNCATE audit.{table}")) + ";" + string.Join(';', Tables.Select(table => $"INSERT INTO audit.{table} SELECT * FROM public.saved_{table}")));

    public Task<AuditVerification> VerifyAsync(VerifyRequest? request = null) =>
        portal.Get<VerifyAudit>().ForAsync(Actor.System("test"), request ?? VerifyRequest.All, default);

    /// <summary>Against what is kept outside.</summary>
    public Task<AuditVerification> VerifyWithOutsideAsync() => VerifyAsync(VerifyRequest.All with { Checkpoints = Outside });
}
