namespace Portal.TestKit;

/// <summary>A clock that stands still until a test moves it. Timers made from it fire when it is moved past them.</summary>
public sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<ManualTimer> timers = [];
    private DateTimeOffset now = start;
    private TimeSpan setBack;

    public ManualTime()
        : this(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero))
    {
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return now;
        }
    }

    // Monotonic, as on a real machine, whatever happens to the clock.
    public override long GetTimestamp()
    {
        lock (gate)
        {
            return (now + setBack).UtcTicks;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        lock (gate)
        {
            timers.Add(timer);
        }

        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock on and fires every timer that falls due on the way, in order.</summary>
    public void Advance(TimeSpan by)
    {
        var until = GetUtcNow() + by;
        while (NextDue(until) is { } timer)
        {
            SetTo(timer.Due!.Value);
            timer.Fire();
        }

        SetTo(until);
    }

    /// <summary>Sets the clock back; timers fall due as if it had not been.</summary>
    public void StepBack(TimeSpan by)
    {
        lock (gate)
        {
            now -= by;
            setBack += by;
            timers.ForEach(timer => timer.StepBack(by));
        }
    }

    internal void Forget(ManualTimer timer)
    {
        lock (gate)
        {
            timers.Remove(timer);
        }
    }

    private void SetTo(DateTimeOffset moment)
    {
        lock (gate)
        {
            now = moment > now ? moment : now;
        }
    }

    private ManualTimer? NextDue(DateTimeOffset until)
    {
        lock (gate)
        {
            return timers.Where(t => t.Due <= until).MinBy(t => t.Due);
        }
    }
}
