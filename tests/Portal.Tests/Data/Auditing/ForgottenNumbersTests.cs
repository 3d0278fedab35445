using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Data.Postgres.Embedded;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Data.Auditing;

/// <summary>A database whose connection was lost may be an older one: the numbers of its dictionaries are asked for anew (decision 0058).</summary>
[Trait("Norm", "164.312(c)")]
public sealed class ForgottenNumbersTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Actor actor = Actor.Person(AccountId.New(), Role.Clinician, SessionId.New(), Origin.Local);

    private AuditLog Log => portal.Get<AuditLog>();

    [Fact]
    public async Task Given_a_change_that_lost_its_connection_When_the_next_entry_is_written_Then_its_context_is_asked_for_anew()
    {
        await Log.AppendAsync(Entry(), default);
        await using (var db = portal.Get<PortalDatabase>().Open())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            var pid = await db.Database.SqlQuery<int>($"SELECT pg_backend_pid() AS \"Value\"").SingleAsync();
            await EndAsync($"pid = {pid}");
            await Should.ThrowAsync<Exception>(() => Log.AppendAsync(db, Entry(), default));
        }

        await Log.AppendAsync(Entry(), default);

        (await ContextsAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task Given_a_dictionary_that_lost_its_connection_When_the_next_entry_is_written_Then_its_context_is_asked_for_anew()
    {
        await Log.AppendAsync(Entry(), default);
        await EndAsync("query LIKE 'INSERT INTO audit.contexts%'");
        await Log.AppendAsync(Entry() with { Patients = [PatientId.New()] }, default);

        await Log.AppendAsync(Entry(), default);

        (await ContextsAsync()).ShouldBe(2);
    }

    private AuditEntry Entry() =>
        Log.NewEntry(actor, Purpose.Treatment, AuditAction.Read, AuditResource.Patient, DataCategories.Clinical, AuditOutcome.Allowed);

    private async Task EndAsync(string which) =>
        (await portal.Database.RunAsync(DatabaseRole.Superuser, $"""
            SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'portal_app' AND {which}
            """)).ShouldBe(1L);

    private async Task<long> ContextsAsync() =>
        (long)(await portal.Database.RunAsync(DatabaseRole.Superuser, "SELECT count(*) FROM audit.contexts WHERE account = $1", actor.Account!.Value.Value))!;
}
