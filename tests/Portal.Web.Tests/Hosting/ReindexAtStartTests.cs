using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Patients.Registration;
using Portal.TestKit;
using Portal.Tests;
using Portal.Web.Hosting;

namespace Portal.Web.Tests.Hosting;

public sealed class ReindexAtStartTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task What_fails_is_tried_again_after_a_pause_and_ends_nothing()
    {
        var clock = new ManualTime();
        await RunAsync("REVOKE SELECT ON pii.name_tokens FROM portal_app");
        using var job = new ReindexAtStart(portal.Get<ReindexPatients>(), clock, NullLogger<ReindexAtStart>.Instance);
        await job.StartAsync(default);
        await Task.Delay(TimeSpan.FromSeconds(1));
        job.ExecuteTask!.IsCompleted.ShouldBeFalse();

        await RunAsync("GRANT SELECT ON pii.name_tokens TO portal_app");
        for (var tries = 0; tries < 300 && !job.ExecuteTask!.IsCompleted; tries++)
        {
            clock.Advance(ReindexAtStart.Pause);
            await Task.Delay(50);
        }

        job.ExecuteTask!.IsCompletedSuccessfully.ShouldBeTrue();
    }

    private async Task RunAsync(string sql)
    {
        await using var owner = await portal.Database.OpenAsync(DatabaseRole.Owner);
        await using var command = new NpgsqlCommand(sql, owner);
        await command.ExecuteNonQueryAsync();
    }
}
