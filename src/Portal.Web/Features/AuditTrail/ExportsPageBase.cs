using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using Portal.Features.AuditTrail.Exports;
using Portal.Web.Components.Ui;
using Portal.Web.Security;

namespace Portal.Web.Features.AuditTrail;

/// <summary>What the page of one's own exports does: lists them, looks again while one is on its way, hands files out and ends them.</summary>
public abstract class ExportsPageBase : WorkingPage, IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource gone = new();

    /// <summary>The exports; <c>null</c> until they were fetched.</summary>
    protected AuditExportList? List { get; private set; }

    /// <summary>The viewer's time zone.</summary>
    protected TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    [Inject] private ListAuditExports Lister { get; set; } = default!;

    [Inject] private EndAuditExport Ender { get; set; } = default!;

    [Inject] private IJSRuntime Js { get; set; } = default!;

    [Inject] private TimeProvider Clock { get; set; } = default!;

    [Inject] private IStringLocalizer<AuditTexts> Texts { get; set; } = default!;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await gone.CancelAsync();
        gone.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Zone = await BrowserZone.AskAsync(Js, gone.Token);
        await LoadAsync();
        _ = FollowAsync();
    }

    /// <summary>Fetches the list.</summary>
    protected Task LoadAsync() => RunAsync(async actor => List = await Lister.ForAsync(actor, gone.Token));

    /// <summary>Sends the browser for a file; says so where none comes, and lists what is there now.</summary>
    protected async Task FetchAsync(AuditExportItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        Tell(null);
        if (!await IsComingAsync($"/audit/exports/{item.Id}/file"))
        {
            Tell(Texts["Exports.NotHandedOut"], isRefusal: true);
            await LoadAsync();
        }
    }

    /// <summary>Stops an export, or deletes its file.</summary>
    protected Task EndAsync(AuditExportItem item) => RunAsync(async actor =>
    {
        ArgumentNullException.ThrowIfNull(item);
        var ended = await Ender.ForAsync(actor, item.Id, gone.Token);
        Tell(Texts[!ended ? "Exports.Gone" : item.IsOpen ? "Exports.Stopped" : "Exports.Deleted"], isRefusal: !ended);
        List = await Lister.ForAsync(actor, gone.Token);
    });

    // Nothing else waits for it: the browser says only after a while that no file came.
    private async Task<bool> IsComingAsync(string address)
    {
        try
        {
            await using var module = await Js.InvokeAsync<IJSObjectReference>("import", gone.Token, "./js/download.js");
            return await module.InvokeAsync<bool>("ask", gone.Token, address);
        }
        catch (Exception left) when (left is OperationCanceledException or JSDisconnectedException)
        {
            return true;
        }
    }

    // A look that nobody asked for: it is no work of the page's, so that a button that is pressed meanwhile is not passed over, and what that button did is not undone by it.
    private async Task LookAsync()
    {
        var before = List;
        try
        {
            var found = await Lister.ForAsync(await Actors.CurrentAsync(), gone.Token);
            List = Busy || !ReferenceEquals(List, before) ? List : found;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            var kept = PageFailure.Of(failure);
            Failure = failure is SessionEndedException ? null : kept;
            Report(failure, kept.Reference);
        }

        StateHasChanged();
    }

    // Looks again while there is something to see; a failure ends it, and the page has a button for that.
    private async Task FollowAsync()
    {
        using var timer = new PeriodicTimer(Interval, Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(gone.Token))
            {
                if (List?.Items.Any(item => item.IsOpen) == true && Failure is null && !Busy)
                {
                    await InvokeAsync(LookAsync);
                }
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
        {
            // The viewer went on.
        }
    }
}
