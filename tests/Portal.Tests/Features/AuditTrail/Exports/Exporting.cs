using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.AuditTrail;
using Portal.Features.AuditTrail.Exports;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data.Auditing.Sealing;
using People = Portal.Tests.Features.Identity.People;

namespace Portal.Tests.Features.AuditTrail.Exports;

/// <summary>Exports as a person asks for them and a node writes them.</summary>
internal sealed class Exporting(PortalFixture portal)
{
    /// <summary>Somebody with a fresh factor.</summary>
    public async Task<Actor> OfficerAsync(Role role = Role.ComplianceOfficer)
    {
        var people = new People(portal);
        return await people.ActorAsync(await people.SignInAsync(await people.NewAsync(role)));
    }

    public async Task<Guid> AskAsync(Actor actor, AuditQuery query, AuditExportFormat format = AuditExportFormat.Ndjson, bool isWithoutWhere = false)
    {
        portal.Clock.Advance(TimeSpan.FromMilliseconds(1)); // what was written at the very moment of the request is not before it
        return (await portal.Get<RequestAuditExport>().ForAsync(actor, new(query, format, AuditExportReason.Incident, isWithoutWhere), default)).ShouldNotBeNull();
    }

    /// <summary>Asks, seals what is there, makes a checkpoint and writes.</summary>
    public async Task<Guid> WrittenAsync(Actor actor, AuditQuery query, AuditExportFormat format = AuditExportFormat.Ndjson, bool isWithoutWhere = false)
    {
        var id = await AskAsync(actor, query, format, isWithoutWhere);
        await SealAsync();
        (await portal.Get<ExportJob>().WriteNextAsync(default)).ShouldBeTrue();
        return id;
    }

    /// <summary>A checkpoint over all that is there: they are made a minute apart.</summary>
    public async Task SealAsync()
    {
        // First: where a transaction of another database holds the last entry up, the minute's checkpoint covers what is sealed by then.
        await SealedLog.SealAllAsync(portal);
        portal.Clock.Advance(TimeSpan.FromSeconds(61));
        await SealedLog.AppendAsync(portal, 1);
        await SealedLog.SealAllAsync(portal);
    }

    public async Task<AuditExportItem> ItemAsync(Actor actor, Guid id) => (await portal.Get<ListAuditExports>().ForAsync(actor, default)).Items.Single(item => item.Id == id);

    public async Task<AuditExport> RowAsync(Guid id)
    {
        await using var db = portal.Get<PortalDatabase>().Open();
        return await db.Set<AuditExport>().AsNoTracking().SingleAsync(row => row.Id == id);
    }

    /// <summary>As after the second factor was shown again.</summary>
    public async Task ConfirmAsync(Actor actor)
    {
        await using var db = portal.Open();
        var session = await db.Set<Session>().SingleAsync(one => one.Id == actor.Session!.Value.Value);
        session.FactorAt = portal.Clock.GetUtcNow();
        await db.SaveChangesAsync();
    }

    /// <summary>The files of a download by their names.</summary>
    public async Task<Dictionary<string, string>> FetchAsync(Actor actor, Guid id)
    {
        await ConfirmAsync(actor);
        var package = (await portal.Get<OpenAuditExport>().ForAsync(actor, id, default)).ShouldNotBeNull();
        var files = new Dictionary<string, string>();
        foreach (var file in package.Files)
        {
            var bytes = new List<byte>();
            await foreach (var piece in file.Read(default))
            {
                bytes.AddRange(piece);
            }

            files[file.Name] = Encoding.UTF8.GetString([.. bytes]);
        }

        return files;
    }

    public Task<IReadOnlyList<AuditEntry>> EntriesAsync(Guid id) => new People(portal).EntriesAsync(entry => entry.Action == AuditAction.Export && entry.ResourceId == id);

    public static string[] Lines(string file) => file.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
