using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using Portal.Features.Patients.Care;
using Portal.Features.Patients.Care.Marks;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Web.Components.Ui;

namespace Portal.Web.Features.Patients.Care;

/// <summary>What the part "Who treats this patient" does.</summary>
public abstract class CarePartBase : WorkingPage
{
    private PatientId shown;

    /// <summary>Whose team it is.</summary>
    [Parameter, EditorRequired]
    public PatientId Patient { get; set; }

    /// <summary>The marks on the record; none for the desk, which is not shown them.</summary>
    [Parameter]
    public IReadOnlyList<MarkItem> Marks { get; set; } = [];

    /// <summary>Told when the record itself has changed or closed.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    /// <summary>The team; <c>null</c> until it was fetched.</summary>
    protected IReadOnlyList<CareTeamItem>? Team { get; private set; }

    /// <summary>Colleagues found; <c>null</c> until somebody searched.</summary>
    protected IReadOnlyList<Colleague>? Found { get; private set; }

    /// <summary>Who is signed in.</summary>
    protected AccountId? Me { get; private set; }

    /// <summary>Whether the desk's changes may be made.</summary>
    protected bool MayAssign { get; private set; }

    /// <summary>Whether the patient may be referred: by clinicians of the team.</summary>
    protected bool MayRefer { get; private set; }

    /// <summary>Whether marks may be set and lifted: by the same.</summary>
    protected bool MayMark { get; private set; }

    /// <summary>What is typed to find a colleague.</summary>
    protected string Text { get; set; } = "";

    /// <summary>For how many days.</summary>
    protected int Days { get; set; } = 90;

    /// <summary>The kind of mark to set.</summary>
    protected SensitiveKind? Kind { get; set; }

    /// <summary>The person's time zone.</summary>
    protected TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    [Inject] private ListCareTeam List { get; set; } = default!;

    [Inject] private FindColleagues Finder { get; set; } = default!;

    [Inject] private ReferPatient Referrer { get; set; } = default!;

    [Inject] private AssignToTeam Assigner { get; set; } = default!;

    [Inject] private EndAssignment Ender { get; set; } = default!;

    [Inject] private EndOwnCare OwnEnder { get; set; } = default!;

    [Inject] private SetMark Marker { get; set; } = default!;

    [Inject] private LiftMark Lifter { get; set; } = default!;

    [Inject] private IJSRuntime Js { get; set; } = default!;

    [Inject] private IStringLocalizer<PatientTexts> Texts { get; set; } = default!;

    /// <inheritdoc/>
    protected override string? Missing => Texts["Care.Missing"];

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => Zone = await BrowserZone.AskAsync(Js, default);

    /// <summary>Whether somebody asked for it: to look is an entry of its own, which not every look at a record needs.</summary>
    protected bool IsAsked { get; private set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (Patient != shown)
        {
            (shown, Team, Found, IsAsked) = (Patient, null, null, false);
            (MayAssign, MayRefer, MayMark) = (false, false, false);
            Tell(null);
        }
    }

    /// <summary>Fetches the team because somebody asked.</summary>
    protected Task ShowAsync()
    {
        IsAsked = true;
        return LoadAsync();
    }

    /// <summary>Fetches the team.</summary>
    protected Task LoadAsync() => RunAsync(ReloadAsync);

    /// <summary>Looks for colleagues.</summary>
    protected Task FindAsync() => RunAsync(async actor =>
    {
        Tell(null);
        Found = await Finder.ForAsync(actor, Text, default);
    });

    /// <summary>Puts a colleague on the team, or refers to one.</summary>
    protected Task TieAsync(Colleague colleague) => DoAsync(
        actor => MayAssign
            ? Assigner.ForAsync(actor, PurposeOf.Role(actor.Role), Patient, colleague.Account, default)
            : Referrer.ForAsync(actor, PurposeOf.Role(actor.Role), Patient, colleague.Account, Days, default),
        MayAssign ? "Care.Assigned" : "Care.Referred");

    /// <summary>Ends a colleague's care.</summary>
    protected Task EndAsync(CareTeamItem item) => DoAsync(actor => Ender.ForAsync(actor, PurposeOf.Role(actor.Role), Patient, item.Account, default), "Care.Ended");

    /// <summary>Gives up the own care.</summary>
    protected async Task GiveUpAsync()
    {
        await DoAsync(actor => OwnEnder.ForAsync(actor, PurposeOf.Role(actor.Role), Patient, default), "Care.Ended");
        await Changed.InvokeAsync();
    }

    /// <summary>Marks the record.</summary>
    protected async Task MarkAsync()
    {
        await DoAsync(actor => Marker.ForAsync(actor, PurposeOf.Role(actor.Role), Patient, Kind ?? SensitiveKind.None, default), "Marks.Done");
        Kind = null;
        await Changed.InvokeAsync();
    }

    /// <summary>Lifts a mark.</summary>
    protected async Task LiftAsync(MarkItem mark)
    {
        await DoAsync(actor => Lifter.ForAsync(actor, PurposeOf.Role(actor.Role), Patient, mark.Id, default), "Marks.Lifted");
        await Changed.InvokeAsync();
    }

    private Task DoAsync(Func<Actor, Task<CareOutcome>> step, string done) => RunAsync(async actor =>
    {
        Tell(null);
        var outcome = await step(actor);
        Tell(Texts[outcome == CareOutcome.Done ? done : $"Care.Outcome.{outcome}"], outcome != CareOutcome.Done);
        Found = outcome == CareOutcome.Done ? null : Found;
        await ReloadAsync(actor);
    });

    private async Task ReloadAsync(Actor actor)
    {
        Team = await List.ForAsync(actor, PurposeOf.Role(actor.Role), Patient, default) ?? [];
        Me = actor.Account;
        var onTeam = Team.Any(one => one.Account == Me && one.Source == CareSource.Assigned);
        (MayAssign, MayRefer, MayMark) =
            (actor.Has(Permission.AssignTeams), onTeam && actor.Has(Permission.ReferPatients), onTeam && actor.Has(Permission.MarkRecords));
    }
}
