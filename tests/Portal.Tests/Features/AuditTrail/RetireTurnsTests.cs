using Npgsql;
using Portal.Data;
using Portal.Data.Auditing.Retirement;
using Portal.Data.Postgres.Embedded;
using Portal.Features.AuditTrail;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data;
using Portal.Tests.Data.Auditing.Sealing;

namespace Portal.Tests.Features.AuditTrail;

/// <summary>Months that are retired one after the other, by another process than the one that verifies, and one that a wrong clock wrote into.</summary>
[Trait("Norm", "164.316(b)(2)(i)")]
public sealed class RetireTurnsTests(PortalFixture portal) : IClassFixture<PortalFixture>, IDisposable
{
    private static readonly DateTimeOffset April = new(2016, 4, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string folder = Directory.CreateTempSubdirectory("archives").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task An_entry_of_a_wrong_clock_keeps_its_month_alone_and_what_goes_in_turn_is_no_break()
    {
        await WriteAsync();
        var refused = await Should.ThrowAsync<PostgresException>(() => portal.Get<LogRetirer>().RetireAsync(April, 6, folder, default));
        refused.MessageText.ShouldContain("written later than it says"); // the portal's clock alone moves nothing
        await RememberAsync();
        await AtAsync(April.AddDays(14), 1); // years later, by a clock that stands in the middle of the month
        await SealAsync();
        (await RetireAsync(portal, folder: null)).ShouldContain((April.AddMonths(1), 80));

        // By another process, as the verb is; the portal keeps what it has verified.
        await using var second = await SecondPortal.OpenAsync(portal);
        (await second.Get<RetireAudit>().ForAsync(Actor.System("retire-audit"), new RetireRequest(6, folder), default)).ShouldAllBe(month => month.Refused == null && month.Month != April);
        (await VerifyAsync()).ShouldBe((true, null));
        await RememberAsync();
        await using var third = await SecondPortal.OpenAsync(portal);
        (await RetireAsync(third, folder)).ShouldBe([(April, 36)]);
        (await VerifyAsync()).ShouldBe((true, null));

        (await AskAsync("SELECT count(*) FROM audit.log WHERE reason IN ('retiring 2016-04', 'retiring 2016-05', 'retired 2016-04', 'retired 2016-05')")).ShouldBe(4L);
        (await AskAsync("SELECT count(*) FROM audit.entries WHERE at < '2020-01-01'")).ShouldBe(0L);
    }

    // One block over the turn of the two months, and young entries after them.
    private async Task WriteAsync()
    {
        await AtAsync(April.AddDays(4), 5);
        await AtAsync(April.AddDays(29).AddHours(23), 30);
        await AtAsync(April.AddMonths(1).AddHours(2), 80);
        await SealAsync();
    }

    private async Task AtAsync(DateTimeOffset time, int count)
    {
        var back = portal.Clock.GetUtcNow() - time;
        portal.Clock.StepBack(back);
        await portal.Get<PortalDatabase>().KeepAuditMonthsAsync(portal.Clock.GetUtcNow(), 1, default);
        await SealedLog.AppendAsync(portal, count);
        portal.Clock.Advance(back);
    }

    private async Task SealAsync()
    {
        await SealedLog.AppendAsync(portal, 20);
        await SealedLog.SealAllAsync(portal);
        portal.Clock.Advance(TimeSpan.FromMinutes(2));
        await SealedLog.AppendAsync(portal, 5);
        await SealedLog.SealAllAsync(portal);
    }

    // As if the portal had run for so long: what the database noted each day by its own clock.
    private Task RememberAsync() => portal.Database.AsSuperuserAsync("INSERT INTO audit.ticks (at) VALUES (now() - interval '7 years')");

    private static async Task<List<(DateTimeOffset, long)>> RetireAsync(PortalFixture portal, string? folder) =>
        Found(await portal.Get<RetireAudit>().ForAsync(Actor.System("retire-audit"), new RetireRequest(6, folder), default));

    private static async Task<List<(DateTimeOffset, long)>> RetireAsync(SecondPortal portal, string? folder) =>
        Found(await portal.Get<RetireAudit>().ForAsync(Actor.System("retire-audit"), new RetireRequest(6, folder), default));

    private static List<(DateTimeOffset, long)> Found(IReadOnlyList<RetiredMonth> months) => [.. months.Where(month => month.Entries > 0).Select(month => (month.Month, month.Entries))];

    private async Task<(bool Ok, string? Kind)> VerifyAsync()
    {
        var found = await portal.Get<VerifyAudit>().ForAsync(Actor.System("test"), VerifyRequest.All, default);
        return (found.Ok, found.Kind);
    }

    private Task<object?> AskAsync(string sql) => portal.Database.RunAsync(DatabaseRole.Superuser, sql);
}
