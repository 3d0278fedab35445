using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.Recovery;
using Portal.Kernel.Access;
using Portal.Web.Components.Ui;

namespace Portal.Web.Features.Identity.People;

/// <summary>What the part about recoveries does: fetches, and carries out what its tables and forms ask for.</summary>
public abstract class RecoveryPartBase : WorkingPage
{
    /// <summary>Told after the accounts below have changed.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    /// <summary>The recoveries under way; <c>null</c> until they were fetched.</summary>
    protected IReadOnlyList<RecoveryItem>? Items { get; private set; }

    /// <summary>Whose recovery is being opened.</summary>
    protected PersonItem? About { get; private set; }

    /// <summary>Whether the person may open and decide; an officer only looks.</summary>
    protected bool MayManage { get; private set; }

    /// <summary>The link just made. It lives in the circuit alone.</summary>
    protected string? Link { get; private set; }

    [Inject] private protected TimeProvider Clock { get; set; } = default!;

    [Inject] private ListRecoveries List { get; set; } = default!;

    [Inject] private OpenRecovery Opener { get; set; } = default!;

    [Inject] private ConfirmRecovery Confirmer { get; set; } = default!;

    [Inject] private DeclineRecovery Decliner { get; set; } = default!;

    [Inject] private WithdrawRecovery Withdrawer { get; set; } = default!;

    [Inject] private IConfiguration Settings { get; set; } = default!;

    [Inject] private IStringLocalizer<IdentityTexts> Texts { get; set; } = default!;

    /// <summary>Begins the recovery of a person's account: the form opens.</summary>
    public void Begin(PersonItem person)
    {
        Forget();
        About = person;
        StateHasChanged();
    }

    /// <inheritdoc/>
    protected override string? Missing => Texts["Recovery.Outcome.Missing"];

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => LoadAsync();

    /// <summary>Fetches the recoveries.</summary>
    protected Task LoadAsync() => RunAsync(ReloadAsync);

    /// <summary>Opens the recovery that the form is about.</summary>
    protected Task OpenAsync(RecoveryReason reason) =>
        About is { } person ? DecideAsync(person.Name.ValueOrDefault, actor => Opener.ForAsync(actor, person.Id, reason, default)) : Task.CompletedTask;

    /// <summary>Confirms one.</summary>
    protected Task ConfirmAsync(RecoveryItem item) => DecideAsync(item.Name.ValueOrDefault, actor => Confirmer.ForAsync(actor, item.Id, default));

    /// <summary>Declines one.</summary>
    protected Task DeclineAsync(RecoveryItem item) => DecideAsync(null, actor => Decliner.ForAsync(actor, item.Id, default));

    /// <summary>Withdraws one.</summary>
    protected Task WithdrawAsync(RecoveryItem item) => DecideAsync(null, actor => Withdrawer.ForAsync(actor, item.Id, default));

    /// <summary>Closes the form.</summary>
    protected void Cancel() => About = null;

    /// <summary>Takes the link off the screen.</summary>
    protected void Forget()
    {
        Link = null;
        Tell(null);
    }

    private Task DecideAsync(string? name, Func<Actor, Task<RecoveryResult>> step) => RunAsync(async actor =>
    {
        Forget();
        Tell(await step(actor), name);
        About = null;
        await ReloadAsync(actor);
        await Changed.InvokeAsync();
    });

    private async Task ReloadAsync(Actor actor)
    {
        MayManage = actor.Has(Permission.ManageAccounts);
        Items = await List.ForAsync(actor, default);
    }

    private void Tell(RecoveryResult result, string? name)
    {
        Link = result.Link?.At(new Uri(Settings["Portal:Url"] ?? Navigation.BaseUri));
        var until = result.Link?.ExpiresAt.ToString("d MMM yyyy, HH:mm", CultureInfo.CurrentCulture);
        Tell(
            Texts[$"Recovery.Outcome.{(result.IsWaived ? "Waived" : result.Outcome)}", name ?? "", until ?? ""],
            isRefusal: result.Outcome is RecoveryOutcome.Gone or RecoveryOutcome.Own or RecoveryOutcome.UnderWay or RecoveryOutcome.NotForThisAccount);
    }
}
