using Microsoft.EntityFrameworkCore;
using Npgsql;
using Portal.Data;
using Portal.Data.Auditing.Proof;
using Portal.Data.Postgres.Embedded;
using Portal.Features.AuditTrail;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data;
using Portal.Tests.Data.Auditing.Sealing;
using Portal.Tests.Features.Patients;

namespace Portal.Tests.Features.AuditTrail;

public sealed class VerifyAuditTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private static readonly Actor Job = Actor.System("verify-audit");

    [Fact]
    [Trait("Norm", "164.312(c)")]
    public async Task Every_column_of_an_entry_that_is_edited_behind_the_portals_back_is_found()
    {
        await SamplePatients.AddAsync(portal, assignTo: null);
        (await portal.Get<VerifyAudit>().ForAsync(Job, default)).Ok.ShouldBeTrue();
        await using var superuser = await portal.Database.OpenAsync(DatabaseRole.Superuser);
        await RunAsync(superuser, "SET session_replication_role = replica"); // past the triggers, as only a superuser can go

        foreach (var edit in new[] { "outcome = 2", "role = 1", "context = -1", "at = at + interval '1 microsecond'", "reason = 'x'" })
        {
            await using var transaction = await superuser.BeginTransactionAsync();
            var id = await RunAsync(superuser, $"UPDATE audit.entries SET {edit} WHERE id = (SELECT max(id::text)::uuid FROM audit.entries) RETURNING id");
            await transaction.CommitAsync();
            var found = await portal.Get<VerifyAudit>().ForAsync(Job, default);
            found.Ok.ShouldBeFalse(edit);
            found.Kind.ShouldBe("edited");
            found.FirstBad.ShouldBe((Guid)id!);
            await RunAsync(superuser, $"DELETE FROM audit.entries WHERE id = '{id}'");
        }
    }

    [Fact]
    [Trait("Norm", "164.312(c)")]
    public async Task A_patient_slipped_into_an_entry_is_found()
    {
        await SamplePatients.AddAsync(portal, assignTo: null);
        await using var superuser = await portal.Database.OpenAsync(DatabaseRole.Superuser);
        await RunAsync(superuser, "SET session_replication_role = replica");
        await RunAsync(superuser, "UPDATE audit.entries SET others = others || 32 WHERE id = (SELECT id FROM audit.entries WHERE subject IS NOT NULL ORDER BY at DESC, id DESC LIMIT 1)");

        (await portal.Get<VerifyAudit>().ForAsync(Job, default)).Ok.ShouldBeFalse();
        await RunAsync(superuser, "TRUNCATE audit.entries");
    }

    [Fact]
    public async Task One_verification_runs_at_a_time_says_how_far_it_is_and_the_next_may_follow()
    {
        await SealedLog.AppendAsync(portal, 30);
        await SealedLog.SealAllAsync(portal);
        var (reached, go, told) = (new TaskCompletionSource(), new ManualResetEventSlim(), new List<VerifyProgress>());
        var first = Task.Factory.StartNew(
            () => portal.Get<VerifyAudit>().ForAsync(Job, default, new Told(progress =>
            {
                told.Add(progress);
                reached.TrySetResult();
                go.Wait(TimeSpan.FromMinutes(1));
            })),
            TaskCreationOptions.LongRunning).Unwrap();
        await (await Task.WhenAny(reached.Task, first)); // one that failed before it began says so here

        var refused = await Should.ThrowAsync<VerificationRunningException>(() => portal.Get<VerifyAudit>().ForAsync(Job, default));

        refused.SoFar!.Total.ShouldBeGreaterThanOrEqualTo(30);
        go.Set();
        var outcome = await first;
        told[0].Done.ShouldBe(0);
        outcome.Entries.ShouldBeInRange(30, told[0].Total + 10);
        (await portal.Get<VerifyAudit>().ForAsync(Job, default)).Entries.ShouldBeGreaterThan(outcome.Entries);
    }

    [Fact]
    [Trait("Norm", "164.312(c)(2)")]
    public async Task A_part_in_which_nothing_is_neither_holds_nor_is_broken()
    {
        await SealedLog.AppendAsync(portal, 3);
        await SealedLog.SealAllAsync(portal);
        var kept = await portal.Database.AsSuperuserAsync("SELECT count(*) FROM audit.verifications");
        foreach (var request in new[]
        {
            new VerifyRequest(VerifyScope.Positions) { First = 1_000_000, Last = 2_000_000 },
            new VerifyRequest(VerifyScope.Range) { From = DateTimeOffset.UnixEpoch, To = DateTimeOffset.UnixEpoch.AddDays(1) },
        })
        {
            var outcome = await portal.Get<VerifyAudit>().ForAsync(Job, request, default);
            (outcome.Entries, outcome.Ok, outcome.IsNothing, outcome.Kind).ShouldBe((0, false, true, "nothing"));
        }

        (await portal.Database.AsSuperuserAsync("SELECT count(*) FROM audit.verifications")).ShouldBe(kept); // nothing was verified
        (await portal.Database.AsSuperuserAsync("SELECT count(*) FROM audit.entries WHERE reason = 'nothing-there' AND outcome = 1")).ShouldBe(2L);
        (await portal.Database.AsSuperuserAsync("SELECT count(*) FROM review.findings WHERE kind = 8 AND detail = 'nothing'")).ShouldBe(0L);
        (await portal.Get<VerifyAudit>().ForAsync(Job, new VerifyRequest(VerifyScope.Positions) { First = 1, Last = 1 }, default)).Ok.ShouldBeTrue();
    }

    [Fact]
    public async Task It_reads_on_connections_of_its_own_while_people_at_work_have_all_of_theirs()
    {
        await SealedLog.AppendAsync(portal, 10);
        await SealedLog.SealAllAsync(portal);
        var held = new List<PortalDbContext>();
        try
        {
            do
            {
                held.Add(portal.Get<PortalDatabase>().Open());
                await held[^1].Database.OpenConnectionAsync();
            }
            while (held.Count < new NpgsqlConnectionStringBuilder(held[0].Database.GetConnectionString()).MaxPoolSize);

            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            var found = await portal.Get<LogVerifier>().VerifyAsync(from: null, [], progress: null, limit.Token);

            found.Entries.ShouldBeGreaterThanOrEqualTo(10);
        }
        finally
        {
            foreach (var one in held)
            {
                await one.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task A_person_may_not_verify() =>
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<VerifyAudit>().ForAsync(People.Clinician(), default));

    private sealed class Told(Action<VerifyProgress> told) : IProgress<VerifyProgress>
    {
        public void Report(VerifyProgress value) => told(value);
    }

    private static async Task<object?> RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
