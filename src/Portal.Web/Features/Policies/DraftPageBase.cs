using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using Portal.Features.Identity.OwnAccount.Typing;
using Portal.Features.Policies;
using Portal.Kernel.Access;
using Portal.Web.Components.Ui;

namespace Portal.Web.Features.Policies;

/// <summary>What the page of a draft does: fetches, keeps, drops, and signs what stands on it.</summary>
public abstract class DraftPageBase : WorkingPage
{
    private string? shown;
    private Task running = Task.CompletedTask;

    /// <summary>The policy, as addresses name it.</summary>
    [Parameter] public string Name { get; set; } = "";

    /// <summary>The draft as it was fetched or kept; <c>null</c> until then.</summary>
    protected DraftView? View { get; private set; }

    /// <summary>What stands in the field.</summary>
    protected string Written { get; set; } = "";

    /// <summary>Whether there is no such policy.</summary>
    protected bool IsMissing { get; private set; }

    /// <summary>The viewer's time zone.</summary>
    protected TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>How many places are still to be filled in.</summary>
    protected int Blanks => PolicyText.Blanks(Written);

    /// <summary>What the policy is called.</summary>
    protected string Title => PolicyWords.KindOf(Name) is { } kind ? Words[$"Kind.{kind}"] : Words["Title"];

    /// <summary>Where what is typed is kept.</summary>
    protected TypingPlace Place => new(FormKind.PolicyDraft, new Guid((int)View!.Kind, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]));

    /// <inheritdoc/>
    protected override string? Missing => Words["Draft.Refused"];

    [Inject] private OpenPolicyDraft Opener { get; set; } = default!;

    [Inject] private KeepPolicyDraft Keeper { get; set; } = default!;

    [Inject] private DropPolicyDraft Dropper { get; set; } = default!;

    [Inject] private SignPolicy Signer { get; set; } = default!;

    [Inject] private TypingShelf Shelf { get; set; } = default!;

    [Inject] private IStringLocalizer<PolicyTexts> Words { get; set; } = default!;

    [Inject] private IJSRuntime Js { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => Zone = await BrowserZone.AskAsync(Js, default);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (Name != shown)
        {
            (shown, View, IsMissing) = (Name, null, false);
            await running;
            await LoadAsync();
        }
    }

    /// <summary>Fetches the draft.</summary>
    protected Task LoadAsync() => running = RunAsync(async actor =>
    {
        IsMissing = PolicyWords.KindOf(Name) is null;
        if (PolicyWords.KindOf(Name) is { } kind)
        {
            Show(await Opener.ForAsync(actor, kind, default));
        }
    });

    /// <summary>Keeps what stands in the field.</summary>
    protected Task KeepAsync() => running = RunAsync(async actor =>
    {
        Tell(null);
        if (await KeptAsync(actor))
        {
            Tell(Words["Draft.Done"]);
        }
    });

    /// <summary>Signs what stands in the field: it is kept before, so that a step that is done again after the second factor signs the same.</summary>
    protected Task SignAsync() => running = RunAsync(async actor =>
    {
        Tell(null);
        if ((View!.Version == 0 || PolicyText.Tidy(Written) != View.Written) && !await KeptAsync(actor))
        {
            return;
        }

        var result = await Signer.ForAsync(actor, View.Kind, View.Digest, default);
        if (result == SignResult.Signed)
        {
            Navigation.NavigateTo($"/policies/{Name}");
            return;
        }

        Tell(Words[$"Signed.{result}"], isRefusal: true);
    });

    /// <summary>Drops the draft.</summary>
    protected Task DropAsync() => running = RunAsync(async actor =>
    {
        Tell(null);
        await Dropper.ForAsync(actor, View!.Kind, default);
        await Shelf.DropAsync(Place);
        Show(await Opener.ForAsync(actor, View.Kind, default));
        Tell(Words["Draft.Dropped"]);
    });

    /// <summary>What stands in the field, for whoever keeps it.</summary>
    protected IReadOnlyDictionary<string, string> Typed() => new Dictionary<string, string> { ["text"] = View is not null && PolicyText.Tidy(Written) != View.Written ? Written : "" };

    /// <summary>Puts back what was kept of it.</summary>
    protected void Take(IReadOnlyDictionary<string, string> typed) => Written = typed.GetValueOrDefault("text", Written);

    private async Task<bool> KeptAsync(Actor actor)
    {
        if (await Keeper.ForAsync(actor, View!.Kind, Written, View.Version, default) is not { } kept)
        {
            Tell(Words["Draft.Changed"], isRefusal: true);
            return false;
        }

        Show(kept);
        await Shelf.DropAsync(Place, goesOn: true);
        return true;
    }

    private void Show(DraftView view) => (View, Written) = (view, view.Written);
}
