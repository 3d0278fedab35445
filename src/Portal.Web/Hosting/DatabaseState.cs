namespace Portal.Web.Hosting;

/// <summary>Whether the database answers, for the whole process; <see cref="DatabaseWatch"/> finds it out, pages and circuits go by it.</summary>
internal sealed class DatabaseState
{
    private TaskCompletionSource? away;
    private TaskCompletionSource reported = Signal();

    /// <summary>It went away or came back. Raised on a thread of no circuit.</summary>
    public event Action? Changed;

    /// <summary>Whether it does not answer.</summary>
    public bool IsAway => away is not null;

    /// <summary>Ends when somebody reports a failure.</summary>
    public Task Reported => reported.Task;

    /// <summary>Something failed in a way that looks like it: let it be looked at now.</summary>
    public void Report() => reported.TrySetResult();

    /// <summary>Waits until it answers; at once where it does.</summary>
    public Task BackAsync(CancellationToken cancel) => away?.Task.WaitAsync(cancel) ?? Task.CompletedTask;

    /// <summary>What was found. Whether that is a change.</summary>
    public bool Found(bool answers)
    {
        reported = Signal();
        if (answers != IsAway)
        {
            return false;
        }

        var before = away;
        away = answers ? null : Signal();
        before?.TrySetResult();
        Changed?.Invoke();
        return true;
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
