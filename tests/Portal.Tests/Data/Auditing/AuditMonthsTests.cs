using Microsoft.Extensions.Logging.Abstractions;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Data.Postgres.Embedded;
using Portal.Features.AuditTrail;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data.Auditing.Sealing;

namespace Portal.Tests.Data.Auditing;

/// <summary>A portal that runs for longer than the months that its start made.</summary>
[Trait("Norm", "164.312(b)")]
public sealed class AuditMonthsTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task Over_thirteen_months_every_entry_lies_in_its_month_and_none_is_lost()
    {
        var job = new AuditMonthsJob(portal.Get<PortalDatabase>(), portal.Clock, NullLogger<AuditMonthsJob>.Instance);
        var written = new HashSet<Guid>();
        // Far ahead of what the start made, and nobody kept the months yet: it lies in the default partition.
        portal.Clock.Advance(TimeSpan.FromDays(500));
        for (var month = 0; month < 13; month++)
        {
            written.Add(await AppendAsync());
            if (month % 2 == 0)
            {
                await SealedLog.SealAllAsync(portal); // moved after it was sealed, and before
            }

            (await job.KeepAsync(default)).ShouldBeTrue();
            (await AskAsync("SELECT count(*) FROM audit.entries_default")).ShouldBe(0L);
            written.Add(await AppendAsync());
            portal.Clock.Advance(TimeSpan.FromDays(31));
        }

        (await AskAsync("SELECT count(*) FROM audit.entries_default")).ShouldBe(0L);
        (await AskAsync("SELECT count(*) FROM audit.entries WHERE id = ANY($1)", written.ToArray())).ShouldBe((long)written.Count);
        (await AskAsync("SELECT count(*) FROM audit.log WHERE id = ANY($1) AND cardinality(patients) = 1", written.ToArray())).ShouldBe((long)written.Count);
        (await AskAsync("SELECT count(*) FROM audit.entries WHERE tableoid::regclass::text = 'audit.entries_' || to_char(at AT TIME ZONE 'UTC', 'YYYY_MM') AND id = ANY($1)", written.ToArray()))
            .ShouldBe((long)written.Count);
        await SealedLog.SealAllAsync(portal);
        var verified = await portal.Get<VerifyAudit>().ForAsync(Actor.System("test"), default);
        verified.Ok.ShouldBeTrue();
        verified.Entries.ShouldBeGreaterThanOrEqualTo(written.Count);
        // What was made on the way is as closed as what the start made.
        foreach (var partition in new[] { $"entries_{portal.Clock.GetUtcNow():yyyy_MM}", "entries_default" })
        {
            await portal.Database.DeniedAsync(DatabaseRole.App, $"SELECT * FROM audit.{partition}");
            (await Should.ThrowAsync<Npgsql.PostgresException>(() => portal.Database.RunAsync(DatabaseRole.Owner, $"TRUNCATE audit.{partition}"))).MessageText.ShouldContain("append-only");
        }
    }

    [Fact]
    public async Task While_nobody_may_make_months_the_job_says_so_and_entries_are_still_kept()
    {
        await portal.Database.RunAsync(DatabaseRole.Owner, "REVOKE EXECUTE ON FUNCTION audit.keep_months(timestamptz, integer) FROM portal_maintenance");
        try
        {
            var log = new Loud();

            (await new AuditMonthsJob(portal.Get<PortalDatabase>(), portal.Clock, log).KeepAsync(default)).ShouldBeFalse();

            log.Levels.ShouldBe([Microsoft.Extensions.Logging.LogLevel.Critical]);
            var id = await AppendAsync();
            (await AskAsync("SELECT count(*) FROM audit.entries WHERE id = $1", id)).ShouldBe(1L);
        }
        finally
        {
            await portal.Database.RunAsync(DatabaseRole.Owner, "GRANT EXECUTE ON FUNCTION audit.keep_months(timestamptz, integer) TO portal_maintenance");
        }
    }

    [Theory]
    [InlineData("infinity")]
    [InlineData("-infinity")]
    [InlineData("0044-03-15 BC")]
    [InlineData("99999-01-01")]
    public async Task A_row_of_no_month_stays_in_the_default_partition_and_the_others_go_to_theirs(string at)
    {
        portal.Clock.Advance(TimeSpan.FromDays(900));
        var id = await AppendAsync();
        await AskAsync("ALTER TABLE audit.entries DROP CONSTRAINT \"CK_entries_at\""); // as an old log may hold one
        await AskAsync($"INSERT INTO audit.entries SELECT (jsonb_populate_record(e, jsonb_build_object('at', '{at}', 'id', gen_random_uuid()))).* FROM audit.entries e WHERE id = $1", id);
        try
        {
            var log = new Loud();

            (await new AuditMonthsJob(portal.Get<PortalDatabase>(), portal.Clock, log).KeepAsync(default)).ShouldBeTrue();

            log.Levels.ShouldBe([Microsoft.Extensions.Logging.LogLevel.Warning, Microsoft.Extensions.Logging.LogLevel.Error]);
            (await AskAsync("SELECT tableoid::regclass::text FROM audit.entries WHERE id = $1", id)).ShouldBe($"audit.entries_{portal.Clock.GetUtcNow():yyyy_MM}");
            (await AskAsync("SELECT count(*) FROM audit.entries_default")).ShouldBe(1L);
            // Told again, and nothing is moved a second time.
            (await new AuditMonthsJob(portal.Get<PortalDatabase>(), portal.Clock, log).KeepAsync(default)).ShouldBeTrue();
            log.Levels[2..].ShouldBe([Microsoft.Extensions.Logging.LogLevel.Error]);
        }
        finally
        {
            await AskAsync("ALTER TABLE audit.entries_default DISABLE TRIGGER append_only");
            await AskAsync("DELETE FROM audit.entries_default");
            await AskAsync("ALTER TABLE audit.entries_default ENABLE TRIGGER append_only");
            await AskAsync("ALTER TABLE audit.entries ADD CONSTRAINT \"CK_entries_at\" CHECK (at >= '2000-01-01Z' AND at < '2300-01-01Z')");
        }
    }

    [Theory]
    [InlineData("20000-01-01")]
    [InlineData("2300-01-01")]
    [InlineData("1999-12-31")]
    [InlineData("-infinity")]
    public async Task The_portals_own_login_cannot_insert_an_entry_whose_time_is_none(string at)
    {
        var refused = await Should.ThrowAsync<Npgsql.PostgresException>(() => portal.Database.RunAsync(
            DatabaseRole.App,
            $"INSERT INTO audit.entries (at, id, context, categories, role, action, resource, purpose, outcome, mac) VALUES ('{at}Z', gen_random_uuid(), 1, 0, 1, 1, 1, 1, 1, '')".Replace("infinityZ", "infinity")));

        (refused.SqlState, refused.ConstraintName).ShouldBe(("23514", "CK_entries_at"));
    }

    [Fact]
    public async Task A_look_that_is_cancelled_though_the_portal_does_not_stop_is_a_failure_and_not_the_end()
    {
        var log = new Loud();
        await using var given = new GivingUp();

        (await new AuditMonthsJob(given, portal.Clock, log).KeepAsync(default)).ShouldBeFalse();

        log.Levels.ShouldBe([Microsoft.Extensions.Logging.LogLevel.Critical]);
    }

    [Fact]
    public async Task In_the_running_host_it_looks_at_the_start_and_every_hour()
    {
        var seen = 0;
        var log = new Loud { Wrote = () => Interlocked.Increment(ref seen) };
        var clock = new Portal.TestKit.ManualTime();
        // A database that nobody answers for: each look is a failure that is told.
        await using var nowhere = new Portal.Data.Postgres.PostgresDatabase(_ => "Host=/nowhere;Username=nobody;Database=none;Timeout=1", keys: null);
        using var job = new AuditMonthsJob(nowhere, clock, log);
        await job.StartAsync(default);
        await UntilAsync(() => Volatile.Read(ref seen) == 1);
        clock.Advance(AuditMonthsJob.Interval);
        await UntilAsync(() => Volatile.Read(ref seen) == 2);
        await job.StopAsync(default);
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!holds())
        {
            await Task.Delay(20, patience.Token);
        }
    }

    private async Task<Guid> AppendAsync()
    {
        var log = portal.Get<AuditLog>();
        var entry = log.NewEntry(Actor.System("test"), Purpose.System, AuditAction.Read, AuditResource.Patient, DataCategories.Clinical, AuditOutcome.Allowed);
        await log.AppendAsync(entry with { Patients = [PatientId.New()] }, default);
        return entry.Id.Value;
    }

    private Task<object?> AskAsync(string sql, params object[] values) => portal.Database.RunAsync(DatabaseRole.Superuser, sql, values);

    // As a driver does whose own time is up.
    private sealed class GivingUp : PortalDatabase
    {
        public override string Name => "gives up";

        public override IAuditStore Audit => throw new NotSupportedException();

        public override IAuditReader AuditReader => throw new NotSupportedException();

        public override IBulkWriter Bulk => throw new NotSupportedException();

        public override Task PingAsync(CancellationToken cancel) => throw new NotSupportedException();

        public override PortalDbContext Open(DatabaseRole role = DatabaseRole.App) => throw new NotSupportedException();

        public override Task<Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction> BeginAsync(PortalDbContext db, Reach reach, CancellationToken cancel) => throw new NotSupportedException();

        public override Task<(long Moved, bool IsSomeLeft)> KeepAuditMonthsAsync(DateTimeOffset now, int ahead, CancellationToken cancel) => throw new TaskCanceledException();

        public override Task<List<Guid>> LockPatientsAsync(PortalDbContext db, Guid[] ids, CancellationToken cancel) => throw new NotSupportedException();

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Loud : Microsoft.Extensions.Logging.ILogger<AuditMonthsJob>
    {
        public List<Microsoft.Extensions.Logging.LogLevel> Levels { get; } = [];

        public Action Wrote { get; init; } = () => { };

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(Microsoft.Extensions.Logging.LogLevel logLevel) => true;

        public void Log<TState>(
            Microsoft.Extensions.Logging.LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            Levels.Add(logLevel);
            Wrote();
        }
    }
}
