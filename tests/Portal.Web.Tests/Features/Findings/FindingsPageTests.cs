using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Portal.Features.Findings;
using Portal.Kernel.Access;
using Portal.Kernel.Findings;
using Portal.Tests.Features.Findings;
using Portal.Web.Features.Findings;
using Portal.Web.Tests.Screens;

namespace Portal.Web.Tests.Features.Findings;

/// <summary>The review queue: its rows are the answer to its filters, or there are none.</summary>
[Trait("Norm", "164.308(a)(1)(ii)(D)")]
public sealed class FindingsPageTests(WebFixture web) : IClassFixture<WebFixture>
{
    private readonly FindingRows rows = new(web.Core);

    [Fact]
    public async Task A_filter_that_is_changed_while_another_is_asked_is_asked_as_well()
    {
        await RaiseAsync(FindingKind.Export, FindingKind.OffHours);
        await using var screen = await Screen<FindingsPage>.OpenAsync(web, Role.Auditor, "/findings", isHeld: true);
        screen.Until(() => screen.Shown() is not null);
        screen.Page.Find("#finding-kind").Change("Export");
        screen.Page.Find("#finding-age").Change("Week");
        screen.Bar.SetVoidResult();

        screen.Until(() => screen.Shown() == "/findings?kind=Export&age=Week" && screen.Page.FindAll(".empty").Count == 1);
        screen.Page.FindAll("tbody tr").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_next_page_that_cannot_be_fetched_leaves_the_rows_and_the_next_try_goes_on_below_them()
    {
        await RaiseAsync([.. Enumerable.Repeat(FindingKind.Export, ListFindings.PageSize + 1)]);
        await using var screen = await Screen<FindingsPage>.OpenAsync(web, Role.Auditor, "/findings");
        screen.Await("#more");
        screen.Door.Closed = true;
        screen.Page.Find("#more").Click();
        screen.Await(".note-bad");
        screen.Page.FindAll("tbody tr").Count.ShouldBe(ListFindings.PageSize);

        screen.Door.Closed = false;
        screen.Page.Find(".note-bad button").Click();
        screen.Until(() => screen.Page.FindAll("tbody tr").Count > ListFindings.PageSize);
    }

    [Fact]
    public async Task The_link_of_the_menu_shows_the_open_ones_whatever_is_shown()
    {
        await RaiseAsync(FindingKind.Export);
        await using var screen = await Screen<FindingsPage>.OpenAsync(web, Role.Auditor, "/findings?state=Reviewed");
        screen.Await(".empty");
        screen.Context.Services.GetRequiredService<NavigationManager>().NavigateTo("/findings");
        screen.Await("tbody tr");
        screen.Page.Find("#finding-state").GetAttribute("value").ShouldBe("Open");
    }

    private async Task RaiseAsync(params FindingKind[] kinds)
    {
        await rows.EmptyAsync();
        foreach (var kind in kinds)
        {
            await rows.RaiseAsync(kind);
        }
    }
}
