using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Portal.Features.AuditTrail;
using Portal.Features.AuditTrail.Searches;
using Portal.Features.Identity;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Features.Identity;
using Portal.Web.Features.AuditTrail;
using Portal.Web.Tests.Screens;

namespace Portal.Web.Tests.Features.AuditTrail;

/// <summary>The search of the log as its circuit runs it: what stands on the screen is the answer to what the form asks, or nothing is.</summary>
public sealed class AuditPageTests(WebFixture web) : IClassFixture<WebFixture>
{
    private static readonly TimeSpan Patience = Screen<AuditPage>.Patience;

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task A_search_that_was_refused_is_not_told_as_one_that_found_nothing()
    {
        await using var screen = await OpenAsync();
        screen.Page.Find("#audit-address").Change("10.1.2.x");
        Submit(screen);

        screen.Page.WaitForElement("#audit-address-error", Patience).GetAttribute("role").ShouldBe("alert");
        screen.Page.FindAll("tbody tr").ShouldBeEmpty();
        Found(screen).ShouldContain("Nothing was searched");
        Found(screen).ShouldNotContain("No entry fits");
        screen.Page.Find("details").HasAttribute("open").ShouldBeTrue("the field stands in what was folded away");
    }

    [Fact]
    public async Task A_span_that_was_chosen_is_still_one_when_the_page_is_loaded_again_and_typed_times_are_none()
    {
        string there;
        await using (var screen = await OpenAsync())
        {
            screen.Page.FindAll(".audit-days button").First(button => button.TextContent.Contains("Yesterday", StringComparison.Ordinal)).Click();
            Submit(screen);
            screen.Until(() => screen.Shown()?.Contains("from=", StringComparison.Ordinal) == true && screen.Page.FindAll("#summary").Count == 1);
            there = screen.Shown()!;
        }

        there.ShouldContain("span=Yesterday");
        await using var again = await OpenAsync(there, waitFor: "#summary");
        again.Page.FindComponent<SavedSearches>().Instance.Query.Span.ShouldBe("Yesterday"); // so that a search that is kept moves with the day
        again.Page.Find("#audit-from").Change("2026-03-02T08:00:00");
        Submit(again);
        again.Until(() => again.Shown()?.Contains("span", StringComparison.Ordinal) == false);
    }

    [Fact]
    public async Task An_end_before_its_beginning_is_told_at_the_end()
    {
        await using var screen = await OpenAsync();
        screen.Page.Find("#audit-from").Change("2026-03-03T08:00:00");
        screen.Page.Find("#audit-to").Change("2026-03-02T08:00:00");
        Submit(screen);

        screen.Page.WaitForElement("#audit-to-error", Patience);
        screen.Page.FindAll("#audit-from-error").ShouldBeEmpty();
    }

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task The_rows_of_the_search_before_go_where_somebody_is_not_found()
    {
        await using var screen = await OpenAsync();
        screen.Page.Find("#audit-patient").Change("no-such-number");
        Submit(screen);

        screen.Page.WaitForElement("#audit-patient-error", Patience);
        screen.Page.FindAll("tbody tr").ShouldBeEmpty();
        Found(screen).ShouldContain("Nothing was searched");
    }

    [Fact]
    public async Task What_was_read_stays_when_older_entries_cannot_be_fetched_and_the_next_try_goes_on_from_there()
    {
        await using var screen = await OpenAsync(entries: SearchAudit.PageSize + 1);
        screen.Door.Closed = true;
        screen.Page.Find("button.more").Click();
        screen.Page.WaitForElement(".note-bad", Patience);
        screen.Page.FindAll("tbody tr").Count.ShouldBe(SearchAudit.PageSize);

        screen.Door.Closed = false;
        screen.Page.Find(".note-bad button").Click();
        screen.Page.WaitForState(() => screen.Page.FindAll("tbody tr").Count > SearchAudit.PageSize, Patience);
        screen.Page.FindAll(".note-bad").ShouldBeEmpty();
    }

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task A_network_address_stays_in_the_search_by_the_entry_that_has_it_and_an_unknown_entry_searches_nothing()
    {
        await web.Get<SignIn>().WithPasswordAsync(People.Nobody, $"{Guid.NewGuid():N}@people.example", "no password", default);
        var entry = (await new People(web.Core).EntriesAsync(one => one.Ip is not null))[0].Id;
        await using var screen = await OpenAsync($"/audit?like={entry}");
        screen.Page.Find("#audit-address").GetAttribute("value").ShouldBe(People.Nobody.Origin.Ip!.ToString());
        screen.Shown()!.ShouldContain($"like={entry}");

        await using var unknown = await OpenAsync($"/audit?like={EntryId.New(TimeProvider.System.GetUtcNow())}", waitFor: "#audit-address-error");
        unknown.Page.FindAll("tbody tr").ShouldBeEmpty();
        unknown.Shown().ShouldBeNull();
    }

    [Fact]
    public async Task A_link_that_is_followed_while_a_search_runs_is_searched_and_of_two_the_last()
    {
        await using var screen = await OpenAsync(waitFor: "form", isHeld: true);
        screen.Until(() => screen.Shown() is not null);

        var navigation = screen.Context.Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("/audit?outcome=Failed");
        navigation.NavigateTo("/audit?outcome=Denied");
        screen.Bar.SetVoidResult();

        screen.Page.WaitForState(() => screen.Shown() != "/audit" && screen.Page.FindAll("#summary").Count == 1, Patience);
        screen.Shown().ShouldBe("/audit?outcome=Denied");
        screen.Page.Find("#audit-outcome").GetAttribute("value").ShouldBe("Denied");
    }

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task A_saved_search_that_is_chosen_while_another_runs_is_the_one_that_is_answered()
    {
        await using var screen = await OpenAsync(waitFor: ".saved-what button", isHeld: true, saved: new AuditQuery { Outcome = AuditOutcome.Denied });
        screen.Until(() => screen.Shown() == "/audit");
        screen.Page.Find(".saved-what button").Click();
        screen.Bar.SetVoidResult();

        screen.Until(() => screen.Shown() == "/audit?outcome=Denied" && screen.Page.FindAll("#summary").Count == 1);
        screen.Page.Find("#audit-outcome").GetAttribute("value").ShouldBe("Denied");
        screen.Page.FindAll("tbody tr").ShouldBeEmpty();
    }

    private static string Found(Screen<AuditPage> screen) => screen.Page.Find(".audit-found [role=status]").TextContent;

    private static void Submit(Screen<AuditPage> screen) => screen.Page.Find("form").Submit();

    private async Task<Screen<AuditPage>> OpenAsync(string address = "/audit", int entries = 0, string waitFor = "tbody tr", bool isHeld = false, AuditQuery? saved = null)
    {
        var screen = await Screen<AuditPage>.OpenAsync(web, Role.ComplianceOfficer, address, before: async to =>
        {
            for (var left = entries; left > 0; left--)
            {
                await web.Get<OpenAuditEntry>().ForAsync(to.Actor, EntryId.New(TimeProvider.System.GetUtcNow()), default);
            }

            if (saved is not null)
            {
                await web.Get<SaveSearch>().ForAsync(to.Actor, new SavedSearchInput("Kept", saved), default);
            }
        }, isHeld: isHeld);
        screen.Await(waitFor);
        return screen;
    }
}
