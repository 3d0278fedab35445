using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using Portal.Features.BreakGlass;
using Portal.Features.Identity.OwnAccount.Typing;
using Portal.Features.Patients;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Web.Components.Ui;

namespace Portal.Web.Features.BreakGlass;

/// <summary>What the page of safety holds does: lists them, sets one for a patient who is named by record number or by a grant's page, and ends one.</summary>
public abstract class HoldsPageBase : WorkingPage
{
    private HoldPart shown;

    /// <summary>Which part of the list is asked for.</summary>
    [SupplyParameterFromQuery(Name = "part")]
    public string? Asked { get; set; }

    /// <summary>The patient whom a hold is to be set for, as the opaque token.</summary>
    [SupplyParameterFromQuery(Name = "patient")]
    public Guid? Token { get; set; }

    /// <summary>Which part of the list is shown.</summary>
    protected HoldPart Part => Enum.TryParse<HoldPart>(Asked, ignoreCase: true, out var part) && Enum.IsDefined(part) ? part : HoldPart.InForce;

    /// <summary>The list of all pages so far; <c>null</c> until it was fetched.</summary>
    protected IReadOnlyList<HoldItem>? Items { get; private set; }

    /// <summary>Where the next page begins.</summary>
    protected string? Next { get; private set; }

    /// <summary>Whether the viewer sets and ends holds.</summary>
    protected bool MaySet { get; private set; }

    /// <summary>Counts the forms that were sent: each next one is empty.</summary>
    protected int Filled { get; private set; }

    /// <summary>The viewer's time zone.</summary>
    protected TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <inheritdoc/>
    protected override string? Missing => Texts["Hold.Missing"];

    [Inject] private ListSafetyHolds List { get; set; } = default!;

    [Inject] private SetSafetyHold Setter { get; set; } = default!;

    [Inject] private EndSafetyHold Ender { get; set; } = default!;

    [Inject] private FindPatientByNumber Finder { get; set; } = default!;

    [Inject] private TypingShelf Shelf { get; set; } = default!;

    [Inject] private IStringLocalizer<GlassTexts> Texts { get; set; } = default!;

    [Inject] private IJSRuntime Js { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => Zone = await BrowserZone.AskAsync(Js, default);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (Part != shown)
        {
            (shown, Items, Next) = (Part, null, null);
            await LoadAsync();
        }
    }

    /// <summary>Fetches the first page.</summary>
    protected Task LoadAsync() => RunAsync(ReloadAsync);

    /// <summary>Fetches the next page below what is there.</summary>
    protected Task MoreAsync() => RunAsync(async actor =>
    {
        var page = await List.ForAsync(actor, new HoldQuery(Part, Next), default);
        (Items, Next) = ([.. Items ?? [], .. page.Items], page.Next);
    });

    /// <summary>Sets a hold until the end of a day on the viewer's clock.</summary>
    protected Task SetAsync((string Number, DateOnly? Last, string Reason) hold) => RunAsync(async actor =>
    {
        Tell(null);
        var patient = Token is { } token ? new PatientId(token) : hold.Number.Trim() is { Length: > 0 } number ? await Finder.ForAsync(actor, number, default) : null;
        if (patient is not { } who || hold.Last is not { } last)
        {
            Tell(Texts[hold.Last is null ? "Hold.Missing" : "Hold.Nobody"], isRefusal: true);
            return;
        }

        var id = await Setter.ForAsync(actor, who, new SafetyHoldInput(EndOf(last), hold.Reason), default);
        Tell(Texts[id is null ? "Hold.Nobody" : "Hold.Done"], isRefusal: id is null);
        if (id is not null)
        {
            await Shelf.DropAsync(new TypingPlace(FormKind.SafetyHold));
            Filled++;
            await ReloadAsync(actor);
        }
    });

    /// <summary>Ends a hold now.</summary>
    protected Task EndAsync(HoldItem hold) => RunAsync(async actor =>
    {
        Tell(null);
        var isEnded = await Ender.ForAsync(actor, hold.Patient, hold.Id, default);
        Tell(Texts[isEnded ? "Hold.Ended" : "Hold.NotEnded"], isRefusal: !isEnded);
        await ReloadAsync(actor);
    });

    private async Task ReloadAsync(Actor actor)
    {
        MaySet = actor.Has(Permission.ReviewBreakGlass);
        var part = Part;
        var page = await List.ForAsync(actor, new HoldQuery(part), default);
        if (part == Part)
        {
            (Items, Next) = (page.Items, page.Next);
        }
    }

    private DateTimeOffset EndOf(DateOnly last)
    {
        var midnight = last.AddDays(1).ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, Zone.GetUtcOffset(midnight)).ToUniversalTime();
    }
}
