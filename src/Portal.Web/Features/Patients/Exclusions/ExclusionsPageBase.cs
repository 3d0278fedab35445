using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using Portal.Features.Patients.Care;
using Portal.Features.Patients.Care.Exclusions;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Web.Components.Ui;
using Portal.Web.Security;

namespace Portal.Web.Features.Patients.Exclusions;

/// <summary>What the page "People who may not open my record" does.</summary>
public abstract class ExclusionsPageBase : WorkingPage
{
    private PatientId? own;

    /// <summary>The lists; <c>null</c> until they were fetched, or where the account has no record.</summary>
    protected ExclusionsView? View { get; private set; }

    /// <summary>Whether they were asked for.</summary>
    protected bool IsLoaded { get; private set; }

    /// <summary>The person's time zone.</summary>
    protected TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    [CascadingParameter] private Task<AuthenticationState> State { get; set; } = default!;

    [Inject] private ListExclusions List { get; set; } = default!;

    [Inject] private ExcludePerson Excluder { get; set; } = default!;

    [Inject] private EndExclusion Ender { get; set; } = default!;

    [Inject] private IJSRuntime Js { get; set; } = default!;

    [Inject] private IStringLocalizer<PatientTexts> Texts { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        own = PrincipalActor.PatientOf((await State).User);
        Zone = await BrowserZone.AskAsync(Js, default);
        await LoadAsync();
    }

    /// <summary>Fetches the lists.</summary>
    protected Task LoadAsync() => RunAsync(ReloadAsync);

    /// <summary>The name of somebody excluded.</summary>
    protected string NameOf(ExcludedPerson one)
    {
        ArgumentNullException.ThrowIfNull(one);
        return one.Name ?? Texts["Exclusions.NoName"];
    }

    /// <summary>Excludes somebody.</summary>
    protected Task AddAsync(KnownPerson one) => DoAsync((actor, patient) => Excluder.ForAsync(actor, Purpose.PatientRequest, patient, one.Account, default), "Exclusions.Added");

    /// <summary>Lets somebody open the record again.</summary>
    protected Task EndAsync(ExcludedPerson one) => DoAsync((actor, patient) => Ender.ForAsync(actor, Purpose.PatientRequest, patient, one.Account, default), "Exclusions.Ended");

    private Task DoAsync(Func<Actor, PatientId, Task<CareOutcome>> step, string done) => RunAsync(async actor =>
    {
        Tell(null);
        var outcome = own is { } patient ? await step(actor, patient) : CareOutcome.NotFound;
        var isDone = outcome is CareOutcome.Done or CareOutcome.Already;
        Tell(Texts[isDone ? done : "Exclusions.NotDone"], !isDone);
        await ReloadAsync(actor);
    });

    private async Task ReloadAsync(Actor actor)
    {
        View = own is { } patient ? await List.ForAsync(actor, Purpose.PatientRequest, patient, default) : null;
        IsLoaded = true;
    }
}
