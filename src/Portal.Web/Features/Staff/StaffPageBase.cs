using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using Portal.Features.Identity.OwnAccount.Typing;
using Portal.Features.Staff;
using Portal.Kernel.Access;
using Portal.Web.Components.Ui;

namespace Portal.Web.Features.Staff;

/// <summary>What the page of the directory does: reads its address, asks, keeps the address in step, enters people. What is searched for by name is in no address.</summary>
public abstract class StaffPageBase : SearchPage
{
    /// <summary>What is asked for.</summary>
    protected StaffQuery Query { get; private set; } = new() { Employment = Employment.Here };

    /// <summary>The people of all pages so far; <c>null</c> until they were fetched.</summary>
    protected IReadOnlyList<DirectoryItem>? Items { get; private set; }

    /// <summary>How many fit.</summary>
    protected int Found { get; private set; }

    /// <summary>How many there are.</summary>
    protected int All { get; private set; }

    /// <summary>The departments and their teams.</summary>
    protected IReadOnlyList<StaffUnit> Units { get; private set; } = [];

    /// <summary>Where the next page begins.</summary>
    protected string? Next { get; private set; }

    /// <summary>Whether the person may change the directory; officers and auditors only look.</summary>
    protected bool MayManage { get; private set; }

    /// <summary>Whether the form for another person is open.</summary>
    protected bool Adding { get; set; }

    /// <summary>Whether anything but those who work here is asked for.</summary>
    protected bool IsFiltered => Query with { Cursor = null, Text = string.IsNullOrEmpty(Query.Text) ? null : Query.Text } != new StaffQuery { Employment = Employment.Here };

    /// <inheritdoc/>
    protected override string Place => "/staff";

    /// <inheritdoc/>
    protected override string? Missing => Texts["Outcome.Missing"];

    [Inject] private ListStaff List { get; set; } = default!;

    [Inject] private AddStaffEntry Adder { get; set; } = default!;

    [Inject] private IJSRuntime Scripts { get; set; } = default!;

    [Inject] private TypingShelf Shelf { get; set; } = default!;

    [Inject] private IStringLocalizer<StaffTexts> Texts { get; set; } = default!;

    /// <inheritdoc/>
    protected override Task StartAsync(Uri address) => AskedAsync(Read(address));

    /// <summary>Asks for something else; what stands there answers the filters before, and goes at once.</summary>
    protected Task AskAsync(StaffQuery query)
    {
        (Query, Items, Next) = (query with { Cursor = null }, null, null);
        return InsteadAsync(() => AskedAsync(Query));
    }

    /// <summary>Fetches the next page below what is there.</summary>
    protected Task MoreAsync() => StepAsync((actor, cancel) => FetchAsync(actor, Query with { Cursor = Next }, Items!, cancel));

    /// <summary>Enters a person and goes to the page of the entry.</summary>
    protected Task AddAsync(StaffInput person) => RunAsync(async actor =>
    {
        Tell(null);
        var result = await Adder.ForAsync(actor, person, default);
        if (result is { Outcome: StaffOutcome.Done, Id: { } id })
        {
            await Shelf.DropAsync(new TypingPlace(FormKind.StaffEntry));
            Navigation.NavigateTo($"/staff/{id}");
            return;
        }

        Tell(Texts[$"Outcome.{result.Outcome}"], isRefusal: true);
    });

    /// <summary>Closes the form; what was typed is not wanted.</summary>
    protected Task CloseAsync()
    {
        Adding = false;
        Tell(null);
        return Shelf.DropAsync(new TypingPlace(FormKind.StaffEntry));
    }

    /// <summary>Sends the browser for the directory as a file.</summary>
    protected Task ExportAsync() => RunAsync(async _ =>
    {
        Tell(null);
        await using var module = await Scripts.InvokeAsync<IJSObjectReference>("import", "./js/download.js");
        if (!await module.InvokeAsync<bool>("ask", "/staff/export"))
        {
            Tell(Texts["Export.Failed"], isRefusal: true);
        }
    });

    private Task AskedAsync(StaffQuery query)
    {
        (Query, Items, Next) = (query, null, null);
        return StepAsync(async (actor, cancel) =>
        {
            await FetchAsync(actor, query, [], cancel);
            await ShowAsync(AddressOf(query), cancel);
        });
    }

    private async Task FetchAsync(Actor actor, StaffQuery query, IReadOnlyList<DirectoryItem> before, CancellationToken cancel)
    {
        MayManage = actor.Has(Permission.ManageStaffDirectory);
        var found = await List.ForAsync(actor, query, cancel);
        cancel.ThrowIfCancellationRequested();
        (Items, Next, Found, All, Units) = ([.. before, .. found.Page.Items], found.Page.Next, found.Found, found.All, found.Units);
    }

    private static string AddressOf(StaffQuery query)
    {
        (string Name, string? Value)[] parts =
        [
            ("department", query.Department), ("team", query.Team), ("employment", query.Employment == Employment.Here ? null : query.Employment?.ToString() ?? "all"),
            ("account", query.IsWithoutAccount ? "none" : null),
        ];
        return QueryHelpers.AddQueryString("/staff", parts.Where(part => part.Value is not null).Select(part => KeyValuePair.Create(part.Name, part.Value)));
    }

    private static StaffQuery Read(Uri address)
    {
        var said = QueryHelpers.ParseQuery(address.Query);
        string? Text(string name) => said.TryGetValue(name, out var values) && values[0] is { Length: > 0 and <= StaffInput.UnitLength } value ? value : null;
        return new StaffQuery
        {
            Department = Text("department"), Team = Text("team"), IsWithoutAccount = Text("account") == "none",
            Employment = Text("employment") == "all" ? null : Enum.TryParse<Employment>(Text("employment"), out var one) && Enum.IsDefined(one) ? one : Employment.Here,
        };
    }
}
