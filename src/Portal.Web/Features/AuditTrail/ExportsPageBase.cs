using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using Portal.Features.AuditTrail.Exports;
using Portal.Web.Components.Ui;

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

    /// <summary>Sends the browser for a file.</summary>
    protected Task FetchAsync(AuditExportItem item) => RunAsync(async _ =>
    {
        ArgumentNullException.ThrowIfNull(item);
        await using var module = await Js.InvokeAsync<IJSObjectReference>("import", gone.Token, "./js/download.js");
        await module.InvokeAsync<bool>("ask", gone.Token, $"/audit/exports/{item.Id}/file");
    });

    /// <summary>Stops an export, or deletes its file.</summary>
    protected Task EndAsync(AuditExportItem item) => RunAsync(async actor =>
    {
        ArgumentNullException.ThrowIfNull(item);
        var ended = await Ender.ForAsync(actor, item.Id, gone.Token);
        Tell(Texts[!ended ? "Exports.Gone" : item.IsOpen ? "Exports.Stopped" : "Exports.Deleted"], isRefusal: !ended);
        List = await Lister.ForAsync(actor, gone.Token);
    });

    // Looks again while there is something to see; a failure ends it, and the page has a button for that.
    private async Task FollowAsync()
    {
        using var timer = new PeriodicTimer(Interval, Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(gone.Token))
            {
                if (List?.Items.Any(item => item.IsOpen) == true && Failure is null)
                {
                    await InvokeAsync(async () =>
                    {
                        await LoadAsync();
                        StateHasChanged();
                    });
                }
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
        {
            // The viewer went on.
        }
    }
}
