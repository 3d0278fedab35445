using System.Diagnostics;
using Portal.Data.Postgres.Embedded;
using Portal.TestKit;

namespace Portal.Tests.Data.Crash;

/// <summary>A small volume of its own for the audit log: a tablespace, to which the tables and indexes of the schema are moved.</summary>
internal sealed class AuditVolume : IDisposable
{
    private const string Move = """
        DO $$
        DECLARE one record;
        BEGIN
            FOR one IN SELECT c.oid::regclass AS name, c.relkind FROM pg_class c WHERE c.relnamespace = 'audit'::regnamespace AND c.relkind IN ('r', 'i') LOOP
                EXECUTE format('ALTER %s %s SET TABLESPACE audit_volume', CASE one.relkind WHEN 'r' THEN 'TABLE' ELSE 'INDEX' END, one.name);
            END LOOP;
        END $$
        """;

    private readonly SmallVolume volume;

    private AuditVolume(SmallVolume volume) => this.volume = volume;

    public static async Task<AuditVolume> MoveAsync(OwnPortal portal, DataFolder folder, string path, long bytes)
    {
        var made = new AuditVolume(new SmallVolume(path, bytes));
        var space = Directory.CreateDirectory(Path.Combine(path, "space")).FullName;
        using (var own = Process.Start("chown", ["--reference", Path.Combine(InstanceFile.Load(folder).ClusterLocation!, "data"), space]))
        {
            await own.WaitForExitAsync();
        }

        await portal.AskAsync($"CREATE TABLESPACE audit_volume LOCATION '{space}'");
        await portal.AskAsync(Move);
        return made;
    }

    /// <summary>Leaves so many bytes.</summary>
    public void FillExcept(long left) => volume.FillExcept(left);

    public void MakeSpace() => volume.MakeSpace();

    public void Dispose() => volume.Dispose();
}
