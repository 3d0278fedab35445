using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using Portal.Features.Findings;
using Portal.Kernel.Access;
using Portal.Kernel.Findings;
using Portal.Web.Components.Ui;

namespace Portal.Web.Features.Findings;

/// <summary>What the review queue does: reads its address, asks, and keeps the address in step.</summary>
public abstract class FindingsPageBase : WorkingPage
{
    private readonly List<FindingItem> items = [];

    /// <summary>What is asked for.</summary>
    protected FindingQuery Query { get; private set; } = new();

    /// <summary>The findings of all pages so far; <c>null</c> until they were fetched.</summary>
    protected IReadOnlyList<FindingItem>? Items { get; private set; }

    /// <summary>How many wait.</summary>
    protected FindingCounts? Counts { get; private set; }

    /// <summary>Where the next page begins.</summary>
    protected string? Next { get; private set; }

    /// <summary>The viewer's time zone.</summary>
    protected TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>Whether anything but the open ones is asked for.</summary>
    protected bool IsFiltered => Query with { Cursor = null } != new FindingQuery();

    /// <summary>The kinds in the order of their names.</summary>
    protected IEnumerable<FindingKind> Kinds => Enum.GetValues<FindingKind>().OrderBy(kind => Texts[$"Kind.{kind}"].Value, StringComparer.CurrentCulture);

    /// <summary>The ages that can be asked for.</summary>
    protected static IEnumerable<FindingAge> Ages => Enum.GetValues<FindingAge>().Where(age => age != FindingAge.Any);

    [Inject] private protected TimeProvider Clock { get; set; } = default!;

    [Inject] private ListFindings List { get; set; } = default!;

    [Inject] private IJSRuntime Js { get; set; } = default!;

    [Inject] private IStringLocalizer<FindingTexts> Texts { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Zone = await BrowserZone.AskAsync(Js, default);
        Query = Read(new Uri(Navigation.Uri));
        await ApplyAsync();
    }

    /// <summary>Asks for something else.</summary>
    protected Task AskAsync(FindingQuery query)
    {
        Query = query with { Cursor = null };
        return ApplyAsync();
    }

    /// <summary>Asks for the first page anew.</summary>
    protected Task ApplyAsync() => RunAsync(async actor =>
    {
        items.Clear();
        await AddAsync(actor, Query);
        await using var module = await Js.InvokeAsync<IJSObjectReference>("import", "./js/address.js");
        await module.InvokeVoidAsync("show", AddressOf(Query));
    });

    /// <summary>Asks for the open ones.</summary>
    protected Task ClearAsync() => AskAsync(new FindingQuery());

    /// <summary>Fetches the next page below what is there.</summary>
    protected Task MoreAsync() => RunAsync(actor => AddAsync(actor, Query with { Cursor = Next }));

    private async Task AddAsync(Actor actor, FindingQuery query)
    {
        var found = await List.ForAsync(actor, query, default);
        items.AddRange(found.Page.Items);
        (Items, Next, Counts) = (items, found.Page.Next, found.Counts);
    }

    private static string AddressOf(FindingQuery query)
    {
        (string Name, string? Value)[] parts =
        [
            ("state", query.State == FindingState.Open ? null : query.State?.ToString() ?? "all"), ("kind", query.Kind?.ToString()),
            ("age", query.Age == FindingAge.Any ? null : query.Age.ToString()),
        ];
        return QueryHelpers.AddQueryString("/findings", parts.Where(part => part.Value is not null).Select(part => KeyValuePair.Create(part.Name, part.Value)));
    }

    private static FindingQuery Read(Uri address)
    {
        var said = QueryHelpers.ParseQuery(address.Query);
        T? Code<T>(string name)
            where T : struct, Enum => said.TryGetValue(name, out var values) && Enum.TryParse<T>(values[0], out var value) && Enum.IsDefined(value) ? value : null;
        return new FindingQuery
        {
            State = said.TryGetValue("state", out var state) && state[0] == "all" ? null : Code<FindingState>("state") ?? FindingState.Open,
            Kind = Code<FindingKind>("kind"),
            Age = Code<FindingAge>("age") ?? FindingAge.Any,
        };
    }
}
