using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using Portal.Features.Identity.OwnAccount;
using Portal.Kernel.Access;
using Portal.Web.Components.Ui;
using Portal.Web.Security;

namespace Portal.Web.Features.Identity.Sessions;

/// <summary>What the page "Where you are signed in" does: fetches, and ends what the person asks for.</summary>
public abstract class SessionsPageBase : ComponentBase
{
    /// <summary>The sessions; <c>null</c> until they were fetched.</summary>
    protected IReadOnlyList<SessionItem>? Items { get; private set; }

    /// <summary>The person's time zone.</summary>
    protected TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>Whether something is being done.</summary>
    protected bool Busy { get; private set; }

    /// <summary>How the last step ended.</summary>
    protected string? Message { get; private set; }

    /// <summary>Whether it did not end as was wanted.</summary>
    protected bool IsRefusal { get; private set; }

    /// <summary>What went wrong.</summary>
    protected PageFailure? Failure { get; private set; }

    [Inject] private ListSessions List { get; set; } = default!;

    [Inject] private EndSession Ender { get; set; } = default!;

    [Inject] private EndOtherSessions OthersEnder { get; set; } = default!;

    [Inject] private ActorSource Actors { get; set; } = default!;

    [Inject] private StepUpPrompt StepUp { get; set; } = default!;

    [Inject] private IJSRuntime Js { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private ILogger<SessionsPageBase> Log { get; set; } = default!;

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
        Tell(ended ? "Sessions.Ended" : "Sessions.Gone", isRefusal: false);
        await ReloadAsync(actor);
    });

    /// <summary>Ends all but this one.</summary>
    protected Task EndOthersAsync() => RunAsync(async actor =>
    {
        await OthersEnder.ForAsync(actor, default);
        Tell("Sessions.OthersEnded", isRefusal: false);
        await ReloadAsync(actor);
    });

    private async Task ReloadAsync(Actor actor) => Items = await List.ForAsync(actor, default) ?? throw new SessionEndedException();

    private void Tell(string sentence, bool isRefusal) => (Message, IsRefusal) = (Texts[sentence], isRefusal);

    private async Task RunAsync(Func<Actor, Task> work)
    {
        if (Busy)
        {
            return;
        }

        (Busy, Failure) = (true, null);
        try
        {
            if (!await StepUp.DoAsync(async () => await work(await Actors.CurrentAsync())))
            {
                Tell("StepUp.NotDone", isRefusal: true);
            }
        }
        catch (SessionEndedException)
        {
            Navigation.ToSignedOut();
        }
        catch (Exception failure)
        {
            Failure = PageFailure.Of(failure);
            Log.LogError("Sessions page failed, reference {Reference}, {Kind}", Failure.Reference, failure.GetType().Name);
        }
        finally
        {
            Busy = false;
        }
    }
}
