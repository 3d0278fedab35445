using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;
using Portal.Kernel.Access;

namespace Portal.Web.Components.Ui;

/// <summary>
/// A page whose address is a search. What is asked for while a step runs takes that step's place, so that what is shown is never the answer to something else; a link to
/// the page while it is open is asked as well.
/// </summary>
public abstract class SearchPage : WorkingPage, IDisposable
{
    private readonly CancellationTokenSource gone = new();
    private CancellationTokenSource step = new();
    private Func<Actor, CancellationToken, Task> last = (_, _) => Task.CompletedTask;
    private Task running = Task.CompletedTask;
    private object? wanted;

    /// <summary>The viewer's time zone.</summary>
    protected TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>The page's own address, without a search.</summary>
    protected abstract string Place { get; }

    [Inject] private IJSRuntime Js { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose()
    {
        Navigation.LocationChanged -= Moved;
        gone.Cancel();
        gone.Dispose();
        step.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Zone = await BrowserZone.AskAsync(Js, gone.Token);
        Navigation.LocationChanged += Moved;
        await StartAsync(new Uri(Navigation.Uri));
    }

    /// <summary>Asks what an address says.</summary>
    protected abstract Task StartAsync(Uri address);

    /// <summary>Does a step, unless one is under way; it is given up when something else is asked for or the viewer leaves.</summary>
    protected Task StepAsync(Func<Actor, CancellationToken, Task> work)
    {
        if (Busy)
        {
            return Task.CompletedTask;
        }

        step.Dispose();
        (step, last) = (CancellationTokenSource.CreateLinkedTokenSource(gone.Token), work);
        return running = RunAsync(actor => UntilGivenUpAsync(actor, work, step.Token));
    }

    /// <summary>Does again what was done last.</summary>
    protected Task RetryAsync() => StepAsync(last);

    /// <summary>Gives up the step that runs and starts another; of several the last one counts.</summary>
    protected async Task InsteadAsync(Func<Task> start)
    {
        var mine = wanted = new object();
        await step.CancelAsync();
        await running;
        if (wanted == mine && !gone.IsCancellationRequested)
        {
            await start();
            StateHasChanged();
        }
    }

    /// <summary>Puts what is asked for into the page's address, without loading anything.</summary>
    protected async Task ShowAsync(string address, CancellationToken cancel)
    {
        await using var module = await Js.InvokeAsync<IJSObjectReference>("import", cancel, "./js/address.js");
        await module.InvokeVoidAsync("show", cancel, address);
    }

    private static async Task UntilGivenUpAsync(Actor actor, Func<Actor, CancellationToken, Task> work, CancellationToken cancel)
    {
        try
        {
            await work(actor, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The viewer went on.
        }
    }

    // A link to this page while it is open, such as the one in the menu.
    private void Moved(object? sender, LocationChangedEventArgs change)
    {
        var address = new Uri(change.Location);
        if (address.AbsolutePath == Place)
        {
            _ = InvokeAsync(() => InsteadAsync(() => StartAsync(address)));
        }
    }
}
