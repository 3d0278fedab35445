using System.Globalization;
using FluentValidation;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.Recovery;
using Portal.Kernel.Access;
using Portal.Web.Components.Ui;
using Portal.Web.Security;

namespace Portal.Web.Features.Identity.People;

/// <summary>What the part about recoveries does: fetches, and carries out what its tables and forms ask for.</summary>
public abstract class RecoveryPartBase : ComponentBase
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

    /// <summary>Whether something is being done.</summary>
    protected bool Busy { get; private set; }

    /// <summary>How the last step ended.</summary>
    protected string? Message { get; private set; }

    /// <summary>Whether it did not end as was wanted.</summary>
    protected bool IsRefusal { get; private set; }

    /// <summary>The link just made. It lives in the circuit alone.</summary>
    protected string? Link { get; private set; }

    /// <summary>The reference of what went wrong.</summary>
    protected string? Error { get; private set; }

    [Inject] private protected TimeProvider Clock { get; set; } = default!;

    [Inject] private ListRecoveries List { get; set; } = default!;

    [Inject] private OpenRecovery Opener { get; set; } = default!;

    [Inject] private ConfirmRecovery Confirmer { get; set; } = default!;

    [Inject] private DeclineRecovery Decliner { get; set; } = default!;

    [Inject] private WithdrawRecovery Withdrawer { get; set; } = default!;

    [Inject] private ActorSource Actors { get; set; } = default!;

    [Inject] private StepUpPrompt StepUp { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private IConfiguration Settings { get; set; } = default!;

    [Inject] private ILogger<RecoveryPartBase> Log { get; set; } = default!;

    [Inject] private IStringLocalizer<IdentityTexts> Texts { get; set; } = default!;

    /// <summary>Begins the recovery of a person's account: the form opens.</summary>
    public void Begin(PersonItem person)
    {
        Forget();
        About = person;
        StateHasChanged();
    }

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
    protected void Forget() => (Link, Message) = (null, null);

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
        IsRefusal = result.Outcome is RecoveryOutcome.Gone or RecoveryOutcome.Own or RecoveryOutcome.UnderWay or RecoveryOutcome.NotForThisAccount;
        Link = result.Link?.At(new Uri(Settings["Portal:Url"] ?? Navigation.BaseUri));
        var until = result.Link?.ExpiresAt.ToString("d MMM yyyy, HH:mm", CultureInfo.CurrentCulture);
        Message = Texts[$"Recovery.Outcome.{(result.IsWaived ? "Waived" : result.Outcome)}", name ?? "", until ?? ""];
    }

    private async Task RunAsync(Func<Actor, Task> work)
    {
        if (Busy)
        {
            return;
        }

        (Busy, Error) = (true, null);
        try
        {
            if (!await StepUp.DoAsync(async () => await work(await Actors.CurrentAsync())))
            {
                (Message, IsRefusal) = (Texts["StepUp.NotDone"], true);
            }
        }
        catch (ValidationException)
        {
            (Message, IsRefusal) = (Texts["Recovery.Outcome.Missing"], true);
        }
        catch (SessionEndedException)
        {
            Navigation.ToSignedOut();
        }
        catch (Exception failure)
        {
            // The kind of failure only: a message could hold a name.
            Error = Reference.New();
            Log.LogError("Recoveries failed, reference {Reference}, {Kind}", Error, failure.GetType().Name);
        }
        finally
        {
            Busy = false;
        }
    }
}
