namespace Portal.TestKit;

/// <summary>A timer of <see cref="ManualTime"/>.</summary>
internal sealed class ManualTimer(ManualTime time, Action callback) : ITimer
{
    private TimeSpan period;

    /// <summary>When it fires next; null while it is stopped.</summary>
    public DateTimeOffset? Due { get; private set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        this.period = period;
        Due = dueTime == Timeout.InfiniteTimeSpan ? null : time.GetUtcNow() + dueTime;
        return true;
    }

    public void Fire()
    {
        Due = period > TimeSpan.Zero ? Due + period : null;
        callback();
    }

    /// <summary>Keeps what is left of its time when the clock is set back.</summary>
    public void StepBack(TimeSpan by) => Due -= by;

    public void Dispose() => time.Forget(this);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
