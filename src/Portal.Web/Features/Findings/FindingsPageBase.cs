using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Localization;
using Portal.Features.Findings;
using Portal.Kernel.Access;
using Portal.Kernel.Findings;
using Portal.Web.Components.Ui;

namespace Portal.Web.Features.Findings;

/// <summary>What the review queue does: reads its address, asks, and keeps the address in step.</summary>
public abstract class FindingsPageBase : SearchPage
{
    /// <summary>What is asked for.</summary>
    protected FindingQuery Query { get; private set; } = new();

    /// <summary>The findings of all pages so far; <c>null</c> until they were fetched.</summary>
    protected IReadOnlyList<FindingItem>? Items { get; private set; }

    /// <summary>How many wait.</summary>
    protected FindingCounts? Counts { get; private set; }

    /// <summary>Where the next page begins.</summary>
    protected string? Next { get; private set; }

    /// <summary>Whether anything but the open ones is asked for.</summary>
    protected bool IsFiltered => Query with { Cursor = null } != new FindingQuery();

    /// <summary>The kinds in the order of their names.</summary>
    protected IEnumerable<FindingKind> Kinds => Enum.GetValues<FindingKind>().OrderBy(kind => Texts[$"Kind.{kind}"].Value, StringComparer.CurrentCulture);

    /// <summary>The ages that can be asked for.</summary>
    protected static IEnumerable<FindingAge> Ages => Enum.GetValues<FindingAge>().Where(age => age != FindingAge.Any);

    [Inject] private protected TimeProvider Clock { get; set; } = default!;

    [Inject] private ListFindings List { get; set; } = default!;

    [Inject] private IStringLocalizer<FindingTexts> Texts { get; set; } = default!;

    /// <inheritdoc/>
    protected override string Place => "/findings";

    /// <inheritdoc/>
    protected override Task StartAsync(Uri address) => AskedAsync(Read(address));

    /// <summary>Asks for something else. What stands there goes at once: it answers the filters before.</summary>
    protected Task AskAsync(FindingQuery query)
    {
        (Query, Items, Next) = (query with { Cursor = null }, null, null);
        return InsteadAsync(() => AskedAsync(Query));
    }

    /// <summary>Asks for the open ones.</summary>
    protected Task ClearAsync() => AskAsync(new FindingQuery());

    /// <summary>Fetches the next page below what is there.</summary>
    protected Task MoreAsync() => StepAsync((actor, cancel) => AddAsync(actor, Query with { Cursor = Next }, Items!, cancel));

    private Task AskedAsync(FindingQuery query)
    {
        (Query, Items, Next) = (query, null, null);
        return StepAsync(async (actor, cancel) =>
        {
            await AddAsync(actor, query, [], cancel);
            await ShowAsync(AddressOf(query), cancel);
        });
    }

    private async Task AddAsync(Actor actor, FindingQuery query, IReadOnlyList<FindingItem> before, CancellationToken cancel)
    {
        var found = await List.ForAsync(actor, query, cancel);
        cancel.ThrowIfCancellationRequested();
        (Items, Next, Counts) = ([.. before, .. found.Page.Items], found.Page.Next, found.Counts);
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
