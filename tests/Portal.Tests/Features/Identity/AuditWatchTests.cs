using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;
using Portal.Data.Auditing;
using Portal.Data.Findings;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Identity;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Findings;
using Portal.Tests.Data;

namespace Portal.Tests.Features.Identity;

/// <summary>A log that takes no entries cannot tell of it: what tells needs neither the log nor the database.</summary>
[Trait("Norm", "164.312(b)")]
public sealed class AuditWatchTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task An_entry_that_is_not_taken_is_told_at_once_and_a_finding_follows_once_entries_are_taken()
    {
        var (health, log) = (portal.Get<AuditHealth>(), portal.Get<AuditLog>());
        health.IsRefusing.ShouldBeFalse();
        await portal.Database.RunAsync(DatabaseRole.Owner, "REVOKE INSERT ON audit.entries FROM portal_app");
        await Should.ThrowAsync<AuditUnavailableException>(() => log.AppendAsync(Entry(log), default));

        portal.Get<CheckReady>().TakesEntries(Actor.Anonymous).ShouldBeFalse();
        (await portal.Get<CheckReady>().IsReadyAsync(Actor.Anonymous, default)).ShouldBeTrue(); // the database answers all the same
        var said = new Said();
        var watch = Watch(said);
        var outage = watch.OutageAsync(default);
        said.Levels.ShouldBe([LogLevel.Critical]);
        await portal.Database.RunAsync(DatabaseRole.Owner, "GRANT INSERT ON audit.entries TO portal_app");
        await outage.WaitAsync(TimeSpan.FromSeconds(30));

        (await watch.TellAsync(default)).ShouldBeTrue();
        said.Levels.ShouldBe([LogLevel.Critical, LogLevel.Warning]);
        portal.Get<CheckReady>().TakesEntries(Actor.Anonymous).ShouldBeTrue();
        (await DetailsAsync()).ShouldContain(nameof(AuditRefusal.Refused));
        (await portal.Database.RunAsync(DatabaseRole.Auditor, "SELECT count(*) FROM audit.entries WHERE reason = 'taken-again'")).ShouldNotBe(0L);
    }

    [Fact]
    public async Task Given_a_full_disk_that_took_the_database_down_and_no_finding_can_be_raised_When_entries_are_taken_again_Then_the_portal_is_ready_and_the_full_disk_is_told_later()
    {
        var (health, watch) = (portal.Get<AuditHealth>(), Watch(new Said()));
        await portal.Database.RunAsync(DatabaseRole.Owner, "REVOKE INSERT ON review.findings FROM portal_app");
        health.Failed(new PostgresException("x", "ERROR", "ERROR", "53100"));
        health.Failed(new PostgresException("x", "FATAL", "FATAL", "57P01")); // the last one says nothing of the disk

        await watch.OutageAsync(default).WaitAsync(TimeSpan.FromSeconds(30));
        portal.Get<CheckReady>().TakesEntries(Actor.Anonymous).ShouldBeTrue();
        (await watch.TellAsync(default)).ShouldBeFalse();
        portal.Get<CheckReady>().TakesEntries(Actor.Anonymous).ShouldBeTrue();

        await portal.Database.RunAsync(DatabaseRole.Owner, "GRANT INSERT ON review.findings TO portal_app");
        (await watch.TellAsync(default)).ShouldBeTrue();
        (await DetailsAsync()).ShouldContain(nameof(AuditRefusal.DiskFull));
        (await DetailsAsync()).ShouldNotContain(nameof(AuditRefusal.Away));
    }

    [Theory]
    [InlineData("BEGIN READ ONLY; CREATE TABLE x (y integer); COMMIT")]
    [InlineData("CREATE TABLE x (y integer) PARTITION BY RANGE (y); INSERT INTO x VALUES (1)")]
    public async Task A_database_that_takes_no_changes_or_lacks_the_month_is_the_log_refusing(string statement)
    {
        var health = new AuditHealth();

        health.Failed(await Should.ThrowAsync<PostgresException>(() => portal.Database.RunAsync(DatabaseRole.Owner, statement)));

        health.IsRefusing.ShouldBeTrue();
        health.Mended().ShouldBe([AuditRefusal.Refused]);
    }

    [Theory]
    [InlineData("53100", AuditRefusal.DiskFull)]
    [InlineData("42501", AuditRefusal.Refused)]
    [InlineData("23505", null)] // about the entry
    [InlineData("23514", null)] // about what it says
    [InlineData("25P02", null)] // about the change it belongs to
    public void What_is_wrong_with_one_entry_says_nothing_about_the_log(string state, object? why)
    {
        var health = new AuditHealth();

        health.Failed(new InvalidOperationException("x", new PostgresException("x", "ERROR", "ERROR", state, constraintName: "x")));

        (health.IsRefusing, health.IsRefusing ? health.Why : null as object).ShouldBe((why is not null, why));
    }

    private AuditWatch Watch(Said said) =>
        new(portal.Get<AuditHealth>(), portal.Get<IdentityAudit>(), portal.Get<TellAuditTrouble>(), portal.Get<FindingLog>(), TimeProvider.System, said);

    private async Task<List<string?>> DetailsAsync()
    {
        await using var db = portal.Open();
        return await db.Set<Finding>().Where(one => one.Kind == FindingKind.NotWritten).Select(one => one.Detail).ToListAsync();
    }

    private static AuditEntry Entry(AuditLog log) =>
        log.NewEntry(Actor.System("test"), Purpose.System, AuditAction.Read, AuditResource.Patient, DataCategories.Clinical, AuditOutcome.Allowed);

    private sealed class Said : ILogger<AuditWatch>
    {
        public List<LogLevel> Levels { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Levels.Add(logLevel);
    }
}
