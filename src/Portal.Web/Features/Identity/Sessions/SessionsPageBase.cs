using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using Portal.Features.Identity.OwnAccount;
using Portal.Kernel.Access;
using Portal.Web.Components.Ui;
using Portal.Web.Security;

namespace Portal.Web.Features.Identity.Sessions;

/// <summary>What the page "Where you are signed in" does: fetches, and ends what the person asks for.</summary>
public abstract class SessionsPageBase : WorkingPage
{
    /// <summary>The sessions; <c>null</c> until they were fetched.</summary>
    protected IReadOnlyList<SessionItem>? Items { get; private set; }

    /// <summary>The person's time zone.</summary>
    protected TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    [Inject] private ListSessions List { get; set; } = default!;

    [Inject] private EndSession Ender { get; set; } = default!;

    [Inject] private EndOtherSessions OthersEnder { get; set; } = default!;

    [Inject] private IJSRuntime Js { get; set; } = default!;

    [Inject] private IStringLocalizer<IdentityTexts> Texts { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Zone = await BrowserZone.AskAsync(Js, default);
        await LoadAsync();
    }

    /// <summary>Fetches the sessions.</summary>
    protected Task LoadAsync() => RunAsync(ReloadAsync);

    /// <summary>Ends one.</summary>
    protected Task EndAsync(SessionItem item) => RunAsync(async actor =>
    {
        var ended = await Ender.ForAsync(actor, item.Session, default);
        Tell(Texts[ended ? "Sessions.Ended" : "Sessions.Gone"]);
        await ReloadAsync(actor);
    });

    /// <summary>Ends all but this one.</summary>
    protected Task EndOthersAsync() => RunAsync(async actor =>
    {
        await OthersEnder.ForAsync(actor, default);
        Tell(Texts["Sessions.OthersEnded"]);
        await ReloadAsync(actor);
    });

    private async Task ReloadAsync(Actor actor) => Items = await List.ForAsync(actor, default) ?? throw new SessionEndedException();
}
