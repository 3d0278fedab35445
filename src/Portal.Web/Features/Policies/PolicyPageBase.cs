using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using Portal.Features.Policies;
using Portal.Kernel.Access;
using Portal.Web.Components.Ui;

namespace Portal.Web.Features.Policies;

/// <summary>What the page of one policy does: fetches it, keeps that it was read, and lists who has read it for those who look after it.</summary>
public abstract class PolicyPageBase : WorkingPage
{
    private (string Name, int? Number)? shown;
    private Task running = Task.CompletedTask;

    /// <summary>The policy, as addresses name it.</summary>
    [Parameter] public string Name { get; set; } = "";

    /// <summary>Which version; the one in force where nothing is said.</summary>
    [SupplyParameterFromQuery(Name = "version")]
    public int? Number { get; set; }

    /// <summary>The policy; <c>null</c> until it was fetched.</summary>
    protected PolicyView? View { get; private set; }

    /// <summary>Whom it concerns; <c>null</c> for who may not see that.</summary>
    protected IReadOnlyList<AcknowledgingPerson>? People { get; private set; }

    /// <summary>Whether there is no such policy or version.</summary>
    protected bool IsMissing { get; private set; }

    /// <summary>Whether the viewer writes and signs.</summary>
    protected bool MaySign { get; private set; }

    /// <summary>The viewer's time zone.</summary>
    protected TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>What the policy is called.</summary>
    protected string Title => PolicyWords.KindOf(Name) is { } kind ? Words[$"Kind.{kind}"] : Words["Title"];

    [Inject] private OpenPolicy Opener { get; set; } = default!;

    [Inject] private AcknowledgePolicy Acknowledger { get; set; } = default!;

    [Inject] private ListAcknowledgements Lister { get; set; } = default!;

    [Inject] private IStringLocalizer<PolicyTexts> Words { get; set; } = default!;

    [Inject] private IJSRuntime Js { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => Zone = await BrowserZone.AskAsync(Js, default);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if ((Name, Number) != shown)
        {
            (shown, View, People, IsMissing) = ((Name, Number), null, null, false);
            Tell(null);
            await running;
            await LoadAsync();
        }
    }

    /// <summary>Fetches it.</summary>
    protected Task LoadAsync() => running = RunAsync(ReloadAsync);

    /// <summary>Keeps that the viewer has read what is shown.</summary>
    protected Task AcknowledgeAsync() => running = RunAsync(async actor =>
    {
        Tell(null);
        var result = await Acknowledger.ForAsync(actor, View!.Shown!.Id, default);
        Tell(Words[$"Acknowledged.{result}"], isRefusal: result != AcknowledgeResult.Done);
        await ReloadAsync(actor);
    });

    private async Task ReloadAsync(Actor actor)
    {
        MaySign = actor.Has(Permission.SignPolicies);
        if (PolicyWords.KindOf(Name) is not { } kind || Number is < 1)
        {
            IsMissing = true;
            return;
        }

        var asked = (Name, Number);
        var view = await Opener.ForAsync(actor, kind, Number, default);
        var people = view is { IsCurrent: true } && actor.Has(Permission.ReadAcknowledgements) ? (await Lister.ForAsync(actor, kind, default)).People : null;
        if (asked == (Name, Number))
        {
            (View, People, IsMissing) = (view, people, view is null);
        }
    }
}
