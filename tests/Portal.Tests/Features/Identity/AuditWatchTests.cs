using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
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
        var watch = new AuditWatch(health, portal.Get<IdentityAudit>(), portal.Get<TellAuditTrouble>(), portal.Get<FindingLog>(), TimeProvider.System, said);
        var outage = watch.OutageAsync(default);
        said.Levels.ShouldBe([LogLevel.Critical]);
        await portal.Database.RunAsync(DatabaseRole.Owner, "GRANT INSERT ON audit.entries TO portal_app");
        await outage.WaitAsync(TimeSpan.FromSeconds(30));

        said.Levels.ShouldBe([LogLevel.Critical, LogLevel.Warning]);
        portal.Get<CheckReady>().TakesEntries(Actor.Anonymous).ShouldBeTrue();
        await using var db = portal.Open();
        (await db.Set<Finding>().SingleAsync(one => one.Kind == FindingKind.NotWritten)).Detail.ShouldBe(nameof(AuditRefusal.Refused));
        (await portal.Database.RunAsync(DatabaseRole.Auditor, "SELECT count(*) FROM audit.entries WHERE reason = 'taken-again'")).ShouldBe(1L);
    }

    [Theory]
    [InlineData("53100", AuditRefusal.DiskFull)]
    [InlineData("42501", AuditRefusal.Refused)]
    [InlineData("23505", null)] // about the entry
    [InlineData("25P02", null)] // about the change it belongs to
    public void What_is_wrong_with_one_entry_says_nothing_about_the_log(string state, object? why)
    {
        var health = new AuditHealth();

        health.Failed(new InvalidOperationException("x", new Npgsql.PostgresException("x", "ERROR", "ERROR", state)));

        (health.IsRefusing, health.IsRefusing ? health.Why : null as object).ShouldBe((why is not null, why));
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
