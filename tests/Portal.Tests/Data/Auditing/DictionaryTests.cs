using Portal.Data.Auditing;
using Portal.Data.Postgres.Embedded;
using Portal.Features.AuditTrail;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data.Crash;

namespace Portal.Tests.Data.Auditing;

/// <summary>What entries refer to is written over connections of its own, and is not believed any more once the server may be another one.</summary>
[Trait("Norm", "164.312(b)")]
public sealed class DictionaryTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private static readonly TimeSpan Guard = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task While_new_sessions_wait_for_the_dictionary_the_entries_of_known_ones_go_on()
    {
        var (log, known) = (portal.Get<AuditLog>(), Somebody());
        await log.AppendAsync(Entry(log, known), default);
        await using var owner = await portal.Database.OpenAsync(DatabaseRole.Owner);
        await using var transaction = await owner.BeginTransactionAsync();
        await Attack.RunAsync(owner, "LOCK TABLE audit.contexts IN EXCLUSIVE MODE");
        // More than the lanes have connections.
        var waiting = Enumerable.Range(0, 24).Select(_ => log.AppendAsync(Entry(log, Somebody()), default)).ToList();

        await log.AppendAsync(Entry(log, known), default).WaitAsync(Guard);

        waiting.ShouldAllBe(one => !one.IsCompleted);
        await transaction.RollbackAsync();
        await Task.WhenAll(waiting.Select(one => one.ContinueWith(_ => { }, TaskScheduler.Default))).WaitAsync(Guard);
    }

    [Fact]
    public async Task After_a_lost_connection_a_number_that_the_server_does_not_know_any_more_is_not_used()
    {
        var (log, known) = (portal.Get<AuditLog>(), Somebody());
        var patient = PatientId.New();
        await log.AppendAsync(Entry(log, known) with { Patients = [patient] }, default);
        // As a replica that took over without its last commits would look.
        await portal.Database.AsSuperuserAsync("DELETE FROM audit.entries; DELETE FROM audit.contexts; DELETE FROM audit.subjects");
        await portal.Database.RunAsync(DatabaseRole.Superuser,
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'portal_app' AND datname = current_database() AND query LIKE 'INSERT INTO audit.entries%'");

        await log.AppendAsync(Entry(log, known) with { Patients = [patient] }, default);

        (await portal.Get<VerifyAudit>().ForAsync(Actor.System("test"), default)).ShouldSatisfyAllConditions(found => found.Ok.ShouldBeTrue(), found => found.Entries.ShouldBeGreaterThanOrEqualTo(1));
    }

    private static Actor Somebody() => Actor.Person(AccountId.New(), Role.Clinician, SessionId.New(), Origin.Local);

    private static AuditEntry Entry(AuditLog log, Actor who) => log.NewEntry(who, Purpose.Treatment, AuditAction.Read, AuditResource.Patient, DataCategories.Clinical, AuditOutcome.Allowed);
}
