using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Portal.Features.Notices;
using Portal.Kernel.Access;
using Portal.Web.Components.Layout;
using Portal.Web.Components.Ui;

namespace Portal.Web.Features.Notices;

/// <summary>What the page "Notices" does: fetches, and marks as read. The bell stands outside of it and is told.</summary>
public abstract class NoticesPageBase : WorkingPage
{
    private readonly List<NoticeItem> items = [];

    /// <summary>The notices so far, newest first; <c>null</c> until they were fetched.</summary>
    protected IReadOnlyList<NoticeItem>? Items { get; private set; }

    /// <summary>Where the next ones begin; <c>null</c> when there are no more.</summary>
    protected string? Next { get; private set; }

    /// <summary>The person's time zone.</summary>
    protected TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    [Inject] private ListNotices List { get; set; } = default!;

    [Inject] private MarkNoticesRead Mark { get; set; } = default!;

    [Inject] private CountUnreadNotices Unread { get; set; } = default!;

    [Inject] private IJSRuntime Js { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Zone = await BrowserZone.AskAsync(Js, default);
        await LoadAsync();
    }

    /// <summary>Fetches the newest.</summary>
    protected Task LoadAsync() => RunAsync(async actor =>
    {
        items.Clear();
        await AddPageAsync(actor, cursor: null);
    });

    /// <summary>Fetches the next ones below those that are there.</summary>
    protected Task MoreAsync() => RunAsync(actor => AddPageAsync(actor, Next));

    /// <summary>Marks one as read.</summary>
    protected Task MarkAsync(NoticeItem item) => RunAsync(async actor =>
    {
        await Mark.OneAsync(actor, item.Id, default);
        items[items.IndexOf(item)] = item with { IsRead = true };
        var unread = await Unread.ForAsync(actor, default);
        await Js.InvokeVoidAsync("portalBell", unread, Bell.Shown(unread));
    });

    /// <summary>Marks all that were shown and all older ones, and begins anew.</summary>
    protected Task MarkAllAsync() => RunAsync(async actor =>
    {
        await Mark.UpToAsync(actor, items[0].Id, default);
        Navigation.NavigateTo("/notices", forceLoad: true);
    });

    private async Task AddPageAsync(Actor actor, string? cursor)
    {
        var page = await List.ForAsync(actor, cursor, default);
        items.AddRange(page.Items);
        (Items, Next) = (items, page.Next);
    }
}
