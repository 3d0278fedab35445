namespace Portal.Data.Postgres.Embedded;

/// <summary>
/// Starts the server again when it ended while the cluster is in use: it was killed, ran out of memory, or gave up because its disk was
/// full. It tries for as long as the cluster is used, so that a full disk needs no more than space.
/// </summary>
internal sealed class ClusterWatch : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private const long SpaceToWarn = 256L << 20;

    private readonly UserCount _users;
    private readonly Postmaster _postmaster;
    private readonly string _socketFolder;
    private readonly DataFolder _folder;
    private readonly Action<string> _say;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private string? _said;

    public ClusterWatch(DataFolder folder, UserCount users, Postmaster postmaster, string socketFolder, Action<string> say, TimeProvider time)
    {
        (_folder, _users, _postmaster, _socketFolder, _say, _time) = (folder, users, postmaster, socketFolder, say, time);
        _loop = LoopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task LoopAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(Pause, _time, _stop.Token);
                await LookAsync(_stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The cluster is left.
        }
    }

    private async Task LookAsync(CancellationToken cancel)
    {
        try
        {
            if (_postmaster.ProcessId() is null)
                await StartAgainAsync(cancel);
            else if (_postmaster.FreeSpace < SpaceToWarn)
                Say($"There are less than {SpaceToWarn >> 20} MB left for the portal's data in {_folder.Root}: free some space there before imports and edits stop.");
            else
                _said = null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The next look tries again.
            Say(PortalSetupException.Explain(e, _folder)?.Message ?? $"The database server could not be started again ({e.GetType().Name}); the portal goes on trying.");
        }
    }

    private async Task StartAgainAsync(CancellationToken cancel)
    {
        using var gate = await _users.PassGateAsync(cancel);
        // Another process that uses the cluster may have been quicker.
        if (_postmaster.ProcessId() is not null)
            return;
        Say("The database server has ended; starting it again …");
        await _postmaster.StartAsync(_socketFolder, _time, cancel);
        Say("The database server runs again.");
        _said = null;
    }

    // A disk that stays full is told once, not each second.
    private void Say(string line)
    {
        if (_said != line)
            _say(line);
        _said = line;
    }
}
