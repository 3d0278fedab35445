using Portal.Data;
using Portal.Data.Auditing;
using Portal.Data.Auditing.Sealing;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Data.Auditing.Sealing;

/// <summary>Writes entries and seals them, as the portal does.</summary>
internal static class SealedLog
{
    /// <summary>Appends entries in some transactions.</summary>
    public static async Task<AuditEntry[]> AppendAsync(PortalFixture portal, int count, int patients = 0)
    {
        var log = portal.Get<AuditLog>();
        var actor = Actor.Person(AccountId.New(), Role.Clinician, SessionId.New(), new Origin(System.Net.IPAddress.Parse("10.1.2.3"), "agent"));
        AuditEntry[] entries =
        [
            .. Enumerable.Range(0, count).Select(_ =>
            {
                portal.Clock.Advance(TimeSpan.FromMilliseconds(7));
                return log.NewEntry(actor, Purpose.Treatment, AuditAction.Read, AuditResource.Patient, DataCategories.Clinical, AuditOutcome.Allowed)
                    with { Patients = [.. Enumerable.Range(0, patients).Select(_ => PatientId.New())] };
            }),
        ];
        await Task.WhenAll(entries.Select(entry => log.AppendAsync(entry, default)));
        return entries;
    }

    /// <summary>
    /// Seals until nothing is left. A transaction of another test's database in the same cluster can hold it up for a while, because transactions are numbered
    /// over all of them.
    /// </summary>
    public static async Task SealAllAsync(PortalFixture portal, AuditSealer? sealer = null)
    {
        sealer ??= portal.Get<AuditSealer>();
        for (var tries = 0; tries < 600; tries++)
        {
            (await sealer.SealAsync(1, default)).Trouble.ShouldBe(SealTrouble.None);
            if ((await sealer.CountUnsealedAsync(1, default)).Unsealed == 0)
            {
                return;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException("The log was not sealed within half a minute.");
    }

    /// <summary>The blocks in their order.</summary>
    public static async Task<List<BlockRow>> BlocksAsync(PortalFixture portal)
    {
        await using var db = portal.Get<PortalDatabase>().Open();
        return await Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.ToListAsync(db.Set<BlockRow>().OrderBy(row => row.Epoch).ThenBy(row => row.No));
    }

    /// <summary>The checkpoints in the form in which they are kept outside.</summary>
    public static async Task<List<string>> CheckpointLinesAsync(PortalFixture portal)
    {
        await using var db = portal.Get<PortalDatabase>().Open();
        var rows = await Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.ToListAsync(db.Set<CheckpointRow>().OrderBy(row => row.Size));
        return [.. rows.Select(row => Portal.Data.Auditing.Proof.CheckpointLine.Of(new SignedCheckpoint(new Checkpoint(row.Epoch, row.Size, row.Root, row.At), row.KeyId, row.Signature)))];
    }
}
