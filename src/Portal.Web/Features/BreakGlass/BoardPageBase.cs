using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Portal.Features.BreakGlass.Review;
using Portal.Kernel.Access;
using Portal.Web.Components.Ui;
using Portal.Web.Security;

namespace Portal.Web.Features.BreakGlass;

/// <summary>
/// What the board does: fetches, counts down, and asks every second whether anything changed anywhere. It fetches again where something did, so that a grant taken, given
/// back or decided on any node stands here within two seconds; while it cannot ask it says so, because a board that stands still looks like one on which nothing happens.
/// </summary>
public abstract class BoardPageBase : WorkingPage, IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource gone = new();
    private readonly CancellationToken left;
    private GlassPart shown;

    /// <summary>A page that is not left yet.</summary>
    protected BoardPageBase() => left = gone.Token;

    /// <summary>Which part of the list is asked for.</summary>
    [SupplyParameterFromQuery(Name = "part")]
    public string? Asked { get; set; }

    /// <summary>Which part of the list is shown.</summary>
    protected GlassPart Part => Enum.TryParse<GlassPart>(Asked, ignoreCase: true, out var part) && Enum.IsDefined(part) ? part : GlassPart.Due;

    /// <summary>The board; <c>null</c> until it was fetched.</summary>
    protected GlassBoard? Board { get; private set; }

    /// <summary>The list of all pages so far.</summary>
    protected IReadOnlyList<GrantItem> Items { get; private set; } = [];

    /// <summary>Where the next page begins.</summary>
    protected string? Next { get; private set; }

    /// <summary>When it was last known to be as it is shown.</summary>
    protected DateTimeOffset SeenAt { get; private set; }

    /// <summary>Whether the last question was not answered, so that what is shown may be old.</summary>
    protected bool IsBlind { get; private set; }

    /// <summary>The viewer's time zone.</summary>
    protected TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>The clock.</summary>
    [Inject] protected TimeProvider Clock { get; set; } = default!;

    [Inject] private ListGrants List { get; set; } = default!;

    [Inject] private WatchGrants Watch { get; set; } = default!;

    [Inject] private IJSRuntime Js { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose()
    {
        gone.Cancel();
        gone.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => Zone = await BrowserZone.AskAsync(Js, left);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (Part != shown)
        {
            (shown, Items, Next) = (Part, [], null);
            await LoadAsync();
        }
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _ = WatchAsync();
        }
    }

    /// <summary>Fetches the board and the first page of its list.</summary>
    protected Task LoadAsync() => RunAsync(async actor =>
    {
        var part = Part;
        if (await AskForAsync(actor, new GlassQuery(part)) is { } found && part == Part)
        {
            (Board, Items, Next, SeenAt, IsBlind) = (found, found.Page.Items, found.Page.Next, Clock.GetUtcNow(), false);
        }
    });

    /// <summary>Fetches the next page below what is there.</summary>
    protected Task MoreAsync() => RunAsync(async actor =>
    {
        if (await AskForAsync(actor, new GlassQuery(Part, Next)) is { } found)
        {
            (Items, Next) = ([.. Items, .. found.Page.Items], found.Page.Next);
        }
    });

    // Nothing where the viewer has left.
    private async Task<GlassBoard?> AskForAsync(Actor actor, GlassQuery query)
    {
        try
        {
            return await List.ForAsync(actor, query, left);
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task WatchAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(Beat, Clock);
            while (await timer.WaitForNextTickAsync(left))
            {
                var changed = await HasChangedAsync() || IsOver();
                await InvokeAsync(() => DrawAsync(changed));
            }
        }
        catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException)
        {
            // The board is not shown any more.
        }
    }

    private async Task DrawAsync(bool changed)
    {
        if (changed)
        {
            await LoadAsync();
        }

        StateHasChanged();
    }

    // Its time is over, whether that was written down yet or not: it moves to what is due.
    private bool IsOver() => Board?.Live.Any(item => item.End <= Clock.GetUtcNow()) == true;

    private async Task<bool> HasChangedAsync()
    {
        try
        {
            var pulse = await Watch.ForAsync(await Actors.CurrentAsync(left), left);
            (SeenAt, IsBlind) = (Clock.GetUtcNow(), false);
            return Board is { } board && pulse != board.Pulse;
        }
        catch (SessionEndedException ended)
        {
            await InvokeAsync(() => Report(ended, ""));
            throw new OperationCanceledException("The session has ended.", ended, left);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            IsBlind = true;
            return false;
        }
    }
}
