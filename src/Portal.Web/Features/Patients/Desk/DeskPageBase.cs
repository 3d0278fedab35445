using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using Portal.Features.Identity.Desk;
using Portal.Features.Patients;
using Portal.Features.Patients.Desk;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Web.Components.Ui;

namespace Portal.Web.Features.Patients.Desk;

/// <summary>What the desk's page does: finds a person, and makes the code once the document was looked at.</summary>
public abstract class DeskPageBase : WorkingPage
{
    /// <summary>The person in front of the desk.</summary>
    protected PatientListItem? Chosen { get; private set; }

    /// <summary>The kind of document.</summary>
    protected IdentityDocument? Document { get; set; }

    /// <summary>Whether document, person and record were compared.</summary>
    protected bool IsCompared { get; set; }

    /// <summary>What to print. It lives in the circuit alone.</summary>
    protected DeskLetter? Letter { get; private set; }

    /// <summary>The time zone of the desk, which is the patient's too.</summary>
    protected TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>Whether the person chosen is too young, so that the desk is told before it looks at documents. Where the birth date cannot be read the code is refused later.</summary>
    protected bool IsTooYoung => Chosen is { BirthDate: { HasValue: true } birth } && !Age.IsReached(birth.ValueOrDefault, DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime));

    /// <summary>Where the patient goes with the code.</summary>
    protected string Address => new Uri(new Uri(Settings["Portal:Url"] ?? Navigation.BaseUri), "/activate/patient").ToString();

    [Inject] private protected TimeProvider Clock { get; set; } = default!;

    [Inject] private protected OwnAccountAge Age { get; set; } = default!;

    [Inject] private ListMyPatients List { get; set; } = default!;

    [Inject] private SearchPatients Search { get; set; } = default!;

    [Inject] private MakeDeskCode Maker { get; set; } = default!;

    [Inject] private IConfiguration Settings { get; set; } = default!;

    [Inject] private IJSRuntime Js { get; set; } = default!;

    [Inject] private IStringLocalizer<PatientTexts> Texts { get; set; } = default!;

    /// <inheritdoc/>
    protected override string? Missing => Texts["Desk.Missing"];

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => Zone = await BrowserZone.AskAsync(Js, default);

    /// <summary>One page of people.</summary>
    protected async Task<Page<PatientListItem>> FetchAsync(string? text, string? cursor, CancellationToken cancel)
    {
        var actor = await Actors.CurrentAsync(cancel);
        return text is null
            ? await List.ForAsync(actor, PurposeOf.Role(actor.Role), cursor, cancel)
            : await Search.ForAsync(actor, PurposeOf.Role(actor.Role), text, cursor, cancel);
    }

    /// <summary>Takes a person from the list.</summary>
    protected void Choose(PatientListItem item)
    {
        Restart();
        Chosen = item;
    }

    /// <summary>Begins with the next person; the code is gone from the screen.</summary>
    protected void Restart()
    {
        (Chosen, Document, IsCompared, Letter, Failure) = (null, null, false, null, null);
        Tell(null);
    }

    /// <summary>Goes on after something went wrong.</summary>
    protected void Again() => Failure = null;

    /// <summary>Makes the code.</summary>
    protected async Task MakeAsync()
    {
        if (Chosen is { } person && IsCompared)
        {
            await RunAsync(actor => MakeForAsync(actor, person));
        }
    }

    private async Task MakeForAsync(Actor actor, PatientListItem person)
    {
        Tell(null);
        var result = await Maker.ForAsync(actor, PurposeOf.Role(actor.Role), person.Id, Document ?? IdentityDocument.None, default);
        Letter = result.Letter;
        Tell(Letter is null ? Texts[$"Desk.Outcome.{result.Outcome}", Age.Years].Value : null, isRefusal: true);
    }
}
