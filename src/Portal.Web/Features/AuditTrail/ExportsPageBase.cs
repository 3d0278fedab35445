using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using Portal.Features.AuditTrail.Exports;
using Portal.Kernel.Access;
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

    /// <summary>Fetches a file, after the second factor where it was shown too long ago; says so where none comes, and lists what is there now.</summary>
    protected async Task FetchAsync(AuditExportItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        Tell(null);
        var (address, isComing) = ($"/audit/exports/{item.Id}/file", false);
        await RunAsync(async actor =>
        {
            var status = await AskAsync<int>("ask", address);
            if (gone.IsCancellationRequested)
            {
                return;
            }

            isComing = status == StatusCodes.Status200OK;
            if (status == StatusCodes.Status409Conflict)
            {
                throw new StepUpRequiredException();
            }

            Tell(isComing ? Texts["Exports.Coming"] : WordsOf(status), isRefusal: !isComing);
            List = isComing ? List : await Lister.ForAsync(actor, gone.Token);
        });
        // As long as it takes: nothing else on the page waits for it.
        if (isComing)
        {
            var isSaved = await AskAsync<bool>("save", address);
            Tell(gone.IsCancellationRequested ? null : Texts[isSaved ? "Exports.Saved" : "Exports.BrokeOff"].Value, isRefusal: !isSaved);
        }
    }

    /// <summary>Stops an export, or deletes its file.</summary>
    protected Task EndAsync(AuditExportItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        Tell(null); // shown before the step begins: so the same words again are told again, and the focus goes there again
        return RunAsync(actor => EndAsync(actor, item));
    }

    private async Task EndAsync(Actor actor, AuditExportItem item)
    {
        var ended = await Ender.ForAsync(actor, item.Id, gone.Token);
        Tell(Texts[!ended ? "Exports.Gone" : item.IsOpen ? "Exports.Stopped" : "Exports.Deleted"], isRefusal: !ended);
        List = await Lister.ForAsync(actor, gone.Token);
    }

    private string WordsOf(int status) => Texts[status switch
    {
        StatusCodes.Status429TooManyRequests => "Exports.TooMany",
        StatusCodes.Status404NotFound => "Exports.NotHandedOut",
        _ => "Exports.NotReached",
    }];

    // Nothing where the viewer has left the page, or closed it.
    private async Task<T?> AskAsync<T>(string what, string address)
    {
        try
        {
            await using var module = await Js.InvokeAsync<IJSObjectReference>("import", gone.Token, "./js/download.js");
            return await module.InvokeAsync<T>(what, gone.Token, address);
        }
        catch (Exception left) when (left is OperationCanceledException or JSDisconnectedException)
        {
            return default;
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
