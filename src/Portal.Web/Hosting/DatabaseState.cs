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
    /// <param name="answers">Whether the database answers.</param>
    /// <param name="failed">Told of each listener to <see cref="Changed"/> that failed; the others are told all the same.</param>
    public bool Found(bool answers, Action<Exception>? failed = null)
    {
        reported = Signal();
        if (answers != IsAway)
        {
            return false;
        }

        var before = away;
        away = answers ? null : Signal();
        before?.TrySetResult();
        foreach (var listener in Changed?.GetInvocationList().Cast<Action>() ?? [])
        {
            Tell(listener, failed);
        }

        return true;
    }

    // A page that fails at the news must not keep it from the others, nor end the watch and with it the host.
    private static void Tell(Action listener, Action<Exception>? failed)
    {
        try
        {
            listener();
        }
        catch (Exception failure)
        {
            failed?.Invoke(failure);
        }
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
