using Microsoft.Extensions.Logging.Abstractions;
using Portal.Data;
using Portal.TestKit;

namespace Portal.Tests.Data;

public sealed class RegularJobTests
{
    [Fact]
    public async Task It_looks_at_the_start_and_after_each_interval_and_goes_on_after_a_look_that_failed()
    {
        var clock = new ManualTime();
        using var job = new Counting(clock);
        await job.StartAsync(default);
        await UntilAsync(() => job.Looks == 1);
        clock.Advance(TimeSpan.FromHours(1));
        await UntilAsync(() => job.Looks == 2);
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

    private sealed class Counting(TimeProvider clock) : RegularJob(TimeSpan.FromHours(1), "Nothing was counted", clock, NullLogger.Instance)
    {
        private int looks;

        public int Looks => Volatile.Read(ref looks);

        protected override Task LookAsync(CancellationToken cancel)
        {
            Interlocked.Increment(ref looks);
            throw new TaskCanceledException("as a driver does whose own time is up");
        }
    }
}
