using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Portal.Features.Identity.OwnAccount.Typing;
using Portal.Features.Staff;
using Portal.Kernel.Access;
using Portal.Web.Components.Ui;

namespace Portal.Web.Features.Staff;

/// <summary>What the page of one person of the directory does: fetches the entry, changes and removes it.</summary>
public abstract class StaffEntryPageBase : WorkingPage
{
    /// <summary>The entry's id.</summary>
    [Parameter] public Guid Id { get; set; }

    /// <summary>What is shown; <c>null</c> until it was fetched, and where there is no such entry.</summary>
    protected StaffEntryView? View { get; private set; }

    /// <summary>Whether there is no such entry.</summary>
    protected bool IsMissing { get; private set; }

    /// <summary>Whether the person may change the directory.</summary>
    protected bool MayManage { get; private set; }

    /// <summary>Whether the form is open.</summary>
    protected bool Editing { get; set; }

    /// <summary>The departments and teams there are.</summary>
    protected IReadOnlyList<StaffUnit> Units { get; private set; } = [];

    /// <inheritdoc/>
    protected override string? Missing => Texts["Outcome.Missing"];

    [Inject] private OpenStaffEntry Opener { get; set; } = default!;

    [Inject] private ChangeStaffEntry Changer { get; set; } = default!;

    [Inject] private RemoveStaffEntry Remover { get; set; } = default!;

    [Inject] private ListStaff List { get; set; } = default!;

    [Inject] private TypingShelf Shelf { get; set; } = default!;

    [Inject] private IStringLocalizer<StaffTexts> Texts { get; set; } = default!;

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync()
    {
        if (View?.Id == Id)
        {
            return Task.CompletedTask;
        }

        Editing = false;
        return LoadAsync();
    }

    /// <summary>Fetches the entry.</summary>
    protected Task LoadAsync() => RunAsync(ReloadAsync);

    /// <summary>Saves what was typed; a form that somebody else forestalled stays open over what is there now.</summary>
    protected Task SaveAsync(StaffInput person) => RunAsync(async actor =>
    {
        Tell(null);
        var result = await Changer.ForAsync(actor, Id, View!.Version, person, default);
        var isDone = result.Outcome is StaffOutcome.Done or StaffOutcome.Same;
        Tell(Texts[isDone ? $"Saved.{result.Outcome}" : $"Outcome.{result.Outcome}"], isRefusal: !isDone);
        if (isDone)
        {
            Editing = false;
            await Shelf.DropAsync(new TypingPlace(FormKind.StaffEntry, Id));
            await ReloadAsync(actor);
        }
    });

    /// <summary>Closes the form; what was typed is not wanted.</summary>
    protected Task CloseAsync()
    {
        Editing = false;
        Tell(null);
        return Shelf.DropAsync(new TypingPlace(FormKind.StaffEntry, Id));
    }

    /// <summary>Removes the entry.</summary>
    protected Task RemoveAsync() => RunAsync(async actor =>
    {
        Tell(null);
        var result = await Remover.ForAsync(actor, Id, default);
        if (result.Outcome == StaffOutcome.Done)
        {
            Navigation.NavigateTo("/staff");
            return;
        }

        Tell(Texts[$"Outcome.{result.Outcome}"], isRefusal: true);
    });

    private async Task ReloadAsync(Actor actor)
    {
        MayManage = actor.Has(Permission.ManageStaffDirectory);
        View = await Opener.ForAsync(actor, Id, default);
        IsMissing = View is null;
        Units = MayManage && Units.Count == 0 ? (await List.ForAsync(actor, new StaffQuery(), default)).Units : Units;
    }
}
