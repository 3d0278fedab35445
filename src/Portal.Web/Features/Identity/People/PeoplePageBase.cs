using System.Globalization;
using FluentValidation;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Portal.Features.Identity.Invitations;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Web.Components.Ui;
using Portal.Web.Security;

namespace Portal.Web.Features.Identity.People;

/// <summary>What the people page does: fetches, and carries out what its parts ask for.</summary>
public abstract class PeoplePageBase : ComponentBase
{
    /// <summary>What is shown; <c>null</c> until it was fetched.</summary>
    protected PeopleView? View { get; private set; }

    /// <summary>The accounts of all pages fetched so far.</summary>
    protected List<PersonItem> People { get; } = [];

    /// <summary>The cursor of the next page of accounts.</summary>
    protected string? Next { get; private set; }

    /// <summary>Whether the person may invite and decide; an officer only looks.</summary>
    protected bool MayManage { get; private set; }

    /// <summary>Whose page it is.</summary>
    protected AccountId? Self { get; private set; }

    /// <summary>Whether the form is open.</summary>
    protected bool Inviting { get; set; }

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

    [Inject] private ListPeople List { get; set; } = default!;

    [Inject] private InviteAccount Inviter { get; set; } = default!;

    [Inject] private ApproveInvitation Approver { get; set; } = default!;

    [Inject] private DeclineInvitation Decliner { get; set; } = default!;

    [Inject] private WithdrawInvitation Withdrawer { get; set; } = default!;

    [Inject] private ActorSource Actors { get; set; } = default!;

    [Inject] private StepUpPrompt StepUp { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private IConfiguration Settings { get; set; } = default!;

    [Inject] private ILogger<PeoplePageBase> Log { get; set; } = default!;

    [Inject] private IStringLocalizer<IdentityTexts> Texts { get; set; } = default!;

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => LoadAsync();

    /// <summary>Fetches everything from the first page.</summary>
    protected Task LoadAsync() => RunAsync(ReloadAsync);

    /// <summary>Fetches the next page of accounts.</summary>
    protected Task MoreAsync() => RunAsync(async actor => Add(await List.ForAsync(actor, Next, default)));

    /// <summary>Invites a person.</summary>
    protected Task InviteAsync(NewInvitation person) => DecideAsync(person.Name, actor => Inviter.ForAsync(actor, person, default));

    /// <summary>Approves an invitation.</summary>
    protected Task ApproveAsync(InvitationItem item) => DecideAsync(item.Name.ValueOrDefault, actor => Approver.ForAsync(actor, item.Id, default));

    /// <summary>Declines an invitation.</summary>
    protected Task DeclineAsync(InvitationItem item) => DecideAsync(null, actor => Decliner.ForAsync(actor, item.Id, default));

    /// <summary>Withdraws an invitation.</summary>
    protected Task WithdrawAsync(InvitationItem item) => DecideAsync(null, actor => Withdrawer.ForAsync(actor, item.Id, default));

    /// <summary>Takes the link off the screen.</summary>
    protected void Forget() => (Link, Message) = (null, null);

    private Task DecideAsync(string? name, Func<Actor, Task<InvitationResult>> step) => RunAsync(async actor =>
    {
        Forget();
        Tell(await step(actor), name);
        await ReloadAsync(actor);
    });

    private async Task ReloadAsync(Actor actor)
    {
        (MayManage, Self) = (actor.Has(Permission.ManageAccounts), actor.Account);
        var view = await List.ForAsync(actor, null, default);
        People.Clear();
        Add(view);
    }

    private void Add(PeopleView view)
    {
        People.AddRange(view.People.Items);
        (View, Next) = (view, view.People.Next);
    }

    private void Tell(InvitationResult result, string? name)
    {
        IsRefusal = result.Outcome is InvitationOutcome.AddressTaken or InvitationOutcome.Own or InvitationOutcome.Gone;
        Inviting = Inviting && result.Outcome == InvitationOutcome.AddressTaken;
        Link = result.Link?.At(new Uri(Settings["Portal:Url"] ?? Navigation.BaseUri));
        var until = result.Link?.ExpiresAt.ToString("d MMM yyyy, HH:mm", CultureInfo.CurrentCulture);
        Message = Texts[$"People.Outcome.{result.Outcome}", name ?? "", until ?? ""];
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
            (Message, IsRefusal) = (Texts["People.Outcome.Missing"], true);
        }
        catch (Exception failure)
        {
            Fail(failure);
        }
        finally
        {
            Busy = false;
        }
    }

    // The kind of failure only: a message could hold what was typed.
    private void Fail(Exception failure)
    {
        Error = Reference.New();
        Log.LogError("People page failed, reference {Reference}, {Kind}", Error, failure.GetType().Name);
        if (failure is SessionEndedException)
        {
            Navigation.ToSignedOut();
        }
    }
}
