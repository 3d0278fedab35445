namespace Portal.Tests;

public sealed class ManualTimeTests
{
    [Fact]
    public async Task A_delay_ends_only_when_the_clock_is_moved_past_it()
    {
        var time = new ManualTime();
        var delay = Task.Delay(TimeSpan.FromMinutes(15), time);

        time.Advance(TimeSpan.FromMinutes(14));
        delay.IsCompleted.ShouldBeFalse();

        time.Advance(TimeSpan.FromMinutes(1));
        await delay.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_periodic_timer_fires_once_a_period()
    {
        var time = new ManualTime();
        var fired = 0;
        using var timer = time.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

        time.Advance(TimeSpan.FromSeconds(3.5));

        fired.ShouldBe(3);
    }
}
