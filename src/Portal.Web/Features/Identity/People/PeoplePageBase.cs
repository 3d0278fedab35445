using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.OwnAccount.Typing;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Web.Components.Ui;

namespace Portal.Web.Features.Identity.People;

/// <summary>What the people page does: fetches, and carries out what its parts ask for.</summary>
public abstract class PeoplePageBase : WorkingPage
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

    /// <summary>The link just made. It lives in the circuit alone.</summary>
    protected string? Link { get; private set; }

    [Inject] private protected TimeProvider Clock { get; set; } = default!;

    [Inject] private ListPeople List { get; set; } = default!;

    [Inject] private InviteAccount Inviter { get; set; } = default!;

    [Inject] private ApproveInvitation Approver { get; set; } = default!;

    [Inject] private DeclineInvitation Decliner { get; set; } = default!;

    [Inject] private WithdrawInvitation Withdrawer { get; set; } = default!;

    [Inject] private TypingShelf Shelf { get; set; } = default!;

    [Inject] private IConfiguration Settings { get; set; } = default!;

    [Inject] private IStringLocalizer<IdentityTexts> Texts { get; set; } = default!;

    /// <inheritdoc/>
    protected override string? Missing => Texts["People.Outcome.Missing"];

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => LoadAsync();

    /// <summary>Fetches everything from the first page.</summary>
    protected Task LoadAsync() => RunAsync(ReloadAsync);

    /// <summary>Fetches the next page of accounts.</summary>
    protected Task MoreAsync() => RunAsync(async actor => Add(await List.ForAsync(actor, Next, default)));

    /// <summary>Invites a person.</summary>
    protected async Task InviteAsync(NewInvitation person)
    {
        await DecideAsync(person.Name, actor => Inviter.ForAsync(actor, person, default));
        if (!Inviting)
        {
            await Shelf.DropAsync(new TypingPlace(FormKind.Invitation));
        }
    }

    /// <summary>Closes the form; what was typed is not wanted.</summary>
    protected Task CancelInviteAsync()
    {
        Inviting = false;
        return Shelf.DropAsync(new TypingPlace(FormKind.Invitation));
    }

    /// <summary>Approves an invitation.</summary>
    protected Task ApproveAsync(InvitationItem item) => DecideAsync(item.Name.ValueOrDefault, actor => Approver.ForAsync(actor, item.Id, default));

    /// <summary>Declines an invitation.</summary>
    protected Task DeclineAsync(InvitationItem item) => DecideAsync(null, actor => Decliner.ForAsync(actor, item.Id, default));

    /// <summary>Withdraws an invitation.</summary>
    protected Task WithdrawAsync(InvitationItem item) => DecideAsync(null, actor => Withdrawer.ForAsync(actor, item.Id, default));

    /// <summary>Takes the link off the screen.</summary>
    protected void Forget()
    {
        Link = null;
        Tell(null);
    }

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
        Inviting = Inviting && result.Outcome == InvitationOutcome.AddressTaken;
        Link = result.Link?.At(new Uri(Settings["Portal:Url"] ?? Navigation.BaseUri));
        var until = result.Link?.ExpiresAt.ToString("d MMM yyyy, HH:mm", CultureInfo.CurrentCulture);
        Tell(
            Texts[$"People.Outcome.{NameOf(result.Outcome)}", name ?? "", until ?? ""],
            isRefusal: result.Outcome is InvitationOutcome.AddressTaken or InvitationOutcome.Own or InvitationOutcome.Gone or InvitationOutcome.OtherSide);
    }

    private string NameOf(InvitationOutcome outcome) => outcome == InvitationOutcome.Waiting && View?.Approver is Role.ComplianceOfficer ? "WaitingOfficer" : $"{outcome}";
}
