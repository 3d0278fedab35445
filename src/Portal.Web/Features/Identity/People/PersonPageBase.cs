using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Portal.Features.Identity.Changes;
using Portal.Features.Identity.OwnAccount.Typing;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Web.Components.Ui;

namespace Portal.Web.Features.Identity.People;

/// <summary>What the page of one person does: fetches the account, and carries out what its parts ask for. A part of another feature takes <see cref="Id"/> and reloads by itself.</summary>
public abstract class PersonPageBase : WorkingPage
{
    /// <summary>The account's id.</summary>
    [Parameter] public Guid Id { get; set; }

    /// <summary>What is shown; <c>null</c> until it was fetched, and where there is no such account.</summary>
    protected PersonView? View { get; private set; }

    /// <summary>Whether there is no such account.</summary>
    protected bool IsMissing { get; private set; }

    /// <summary>Whether the person may change accounts; an officer only looks.</summary>
    protected bool MayManage { get; private set; }

    [Inject] private OpenPerson Opener { get; set; } = default!;

    [Inject] private DisableAccount Disabler { get; set; } = default!;

    [Inject] private EnableAccount Enabler { get; set; } = default!;

    [Inject] private EndPersonsSessions SessionsEnder { get; set; } = default!;

    [Inject] private ChangeRole RoleChanger { get; set; } = default!;

    [Inject] private ApproveRole Approver { get; set; } = default!;

    [Inject] private DeclineRole Decliner { get; set; } = default!;

    [Inject] private ChangeEmail EmailChanger { get; set; } = default!;

    [Inject] private TypingShelf Shelf { get; set; } = default!;

    [Inject] private IStringLocalizer<IdentityTexts> Texts { get; set; } = default!;

    /// <inheritdoc/>
    protected override string? Missing => Texts["Person.Outcome.Missing"];

    private AccountId Account => new(Id);

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() => View?.Person.Id == Account ? Task.CompletedTask : LoadAsync();

    /// <summary>Fetches the account.</summary>
    protected Task LoadAsync() => RunAsync(ReloadAsync);

    /// <summary>Disables the account.</summary>
    protected Task DisableAsync(DisableReason reason) => ChangeAsync("Disabled", actor => Disabler.ForAsync(actor, Account, reason, default));

    /// <summary>Enables the account.</summary>
    protected Task EnableAsync() => ChangeAsync("Enabled", actor => Enabler.ForAsync(actor, Account, default));

    /// <summary>Signs the person out everywhere. That nothing was open is no refusal.</summary>
    protected Task SignOutAsync() => RunAsync(async actor =>
    {
        Tell(null);
        var outcome = await SessionsEnder.ForAsync(actor, Account, default);
        var name = outcome switch { ChangeOutcome.Done => "SignedOut", ChangeOutcome.Gone => "NothingOpen", _ => $"{outcome}" };
        Tell(Texts[$"Person.Outcome.{name}"], isRefusal: outcome == ChangeOutcome.Own);
        await ReloadAsync(actor);
    });

    /// <summary>Asks for another role, or takes the role away.</summary>
    protected Task ChangeRoleAsync(Role role) =>
        ChangeAsync(DoneOf(role), actor => RoleChanger.ForAsync(actor, Account, role, default));

    /// <summary>Approves the role that waits.</summary>
    protected Task ApproveAsync(RoleRequestItem request) => ChangeAsync(DoneOf(request.Role), actor => Approver.ForAsync(actor, request.Id, default));

    /// <summary>Declines the role that waits, or takes the request back.</summary>
    protected Task DeclineAsync(RoleRequestItem request) => ChangeAsync("RoleDeclined", actor => Decliner.ForAsync(actor, request.Id, default));

    /// <summary>Sends a link to another address.</summary>
    protected async Task ChangeEmailAsync(string email)
    {
        var account = Account;
        await ChangeAsync("Sent", actor => EmailChanger.ForAsync(actor, account, email, default));
        if (Message is not null && !IsRefusal && Failure is null)
        {
            await Shelf.DropAsync(new TypingPlace(FormKind.PersonEmail, account.Value), goesOn: true);
        }
    }

    private string NameOf(ChangeOutcome outcome) => outcome == ChangeOutcome.Waiting && View?.Approver is Role.ComplianceOfficer ? "WaitingOfficer" : $"{outcome}";

    private static string DoneOf(Role role) => role == Role.None ? "RoleTaken" : "RoleGiven";

    private Task ChangeAsync(string done, Func<Actor, Task<ChangeOutcome>> step) => RunAsync(async actor =>
    {
        Tell(null);
        var outcome = await step(actor);
        Tell(
            Texts[$"Person.Outcome.{(outcome == ChangeOutcome.Done ? done : NameOf(outcome))}"],
            isRefusal: outcome is not (ChangeOutcome.Done or ChangeOutcome.Waiting or ChangeOutcome.Sent));
        await ReloadAsync(actor);
    });

    private async Task ReloadAsync(Actor actor)
    {
        MayManage = actor.Has(Permission.ManageAccounts);
        View = await Opener.ForAsync(actor, Account, default);
        IsMissing = View is null;
    }
}
