using System.Diagnostics;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Data.Postgres.Embedded;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;
using Portal.Tests.Data.Crash;
using Portal.Tests.Data.Embedded;

namespace Portal.Tests.Data.Auditing;

/// <summary>A server that does not answer is worse than one that refuses: whoever waits for an entry is told in bounded time, and the log comes back by itself.</summary>
[Trait("Norm", "164.312(b)")]
public sealed class AuditHangTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    // Only there so that a test of a hang does not hang.
    private static readonly TimeSpan Guard = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Given_a_lock_on_the_log_When_something_is_read_Then_it_is_refused_and_opens_after_the_lock()
    {
        await using var owner = await portal.Database.OpenAsync(DatabaseRole.Owner);
        await using var transaction = await owner.BeginTransactionAsync();
        await Attack.RunAsync(owner, "LOCK TABLE audit.entries IN ACCESS EXCLUSIVE MODE");
        var log = portal.Get<AuditLog>();

        await Should.ThrowAsync<AuditUnavailableException>(() => log.AppendAsync(Entry(log), default).WaitAsync(Guard));

        await transaction.RollbackAsync();
        await log.AppendAsync(Entry(log), default).WaitAsync(Guard);
    }

    [Theory]
    [InlineData("audit.entries")]
    [InlineData("audit.subjects")] // the step before it has the same deadline
    public async Task Given_a_lock_When_something_is_changed_Then_its_entry_is_given_up_by_the_deadline_and_not_by_each_wait_of_the_database(string table)
    {
        await using var owner = await portal.Database.OpenAsync(DatabaseRole.Owner);
        await using var transaction = await owner.BeginTransactionAsync();
        await Attack.RunAsync(owner, $"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE");
        await using var log = new AuditLog(portal.Get<PortalDatabase>(), portal.Get<KeyRing>(), portal.Clock, patience: TimeSpan.FromMilliseconds(500));
        await using var db = portal.Get<PortalDatabase>().Open();
        await using var change = await db.Database.BeginTransactionAsync();

        var refused = await Should.ThrowAsync<AuditUnavailableException>(() => log.AppendAsync(db, Entry(log), default).WaitAsync(Guard));

        refused.InnerException.ShouldBeOfType<TimeoutException>(); // and not the database's own
        await transaction.RollbackAsync();
    }

    [LinuxFact]
    public async Task Given_a_server_that_stands_still_When_something_is_read_Then_it_is_refused_and_opens_when_the_server_goes_on()
    {
        var folder = DataFolder.Open(TestCluster.NewFolderPath());
        try
        {
            await using var own = await OwnPortal.EnterAsync(folder);
            var log = own.Get<AuditLog>();
            await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => log.AppendAsync(Entry(log), default)));
            var server = Server(folder);

            Signal("STOP", server);
            try
            {
                // Each of them is told, those that were on their way as well as those that came later.
                await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Should.ThrowAsync<AuditUnavailableException>(log.AppendAsync(Entry(log), default)))).WaitAsync(Guard);
            }
            finally
            {
                Signal("CONT", server);
            }

            await log.AppendAsync(Entry(log), default).WaitAsync(Guard);
        }
        finally { TestCluster.Remove(folder); }
    }

    private static AuditEntry Entry(AuditLog log) => log.NewEntry(
        Actor.System("test"), Purpose.System, AuditAction.Read, AuditResource.Patient, DataCategories.Clinical, AuditOutcome.Allowed)
        with
    { Patients = [PatientId.New()] };

    // The postmaster and its children.
    private static string[] Server(DataFolder folder)
    {
        var postmaster = File.ReadLines(Path.Combine(InstanceFile.Load(folder).ClusterLocation ?? folder.Pg, "data", "postmaster.pid")).First();
        return [postmaster, .. File.ReadAllText($"/proc/{postmaster}/task/{postmaster}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)];
    }

    private static void Signal(string name, string[] processes)
    {
        using var kill = Process.Start("kill", [$"-{name}", .. processes]);
        kill.WaitForExit();
    }
}
