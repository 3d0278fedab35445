using Bunit;
using Portal.Kernel.Access;
using Portal.Web.Features.AuditTrail.Pictures;
using Portal.Web.Tests.Screens;

namespace Portal.Web.Tests.Features.AuditTrail;

/// <summary>The pictures of the log: each has its table, and one that cannot be drawn is not an empty one.</summary>
[Trait("Norm", "164.312(b)")]
public sealed class PicturesPageTests(WebFixture web) : IClassFixture<WebFixture>
{
    [Fact]
    public async Task A_picture_says_of_which_times_it_is_and_has_a_table()
    {
        await using var screen = await OpenAsync("/audit/pictures");

        screen.Await("#picture-times").TextContent.ShouldContain("UTC");
        screen.Await(".picture svg:not(.icon)");
        screen.Page.FindAll(".picture table tbody tr").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Where_nothing_was_done_it_says_so_and_draws_nothing()
    {
        await using var screen = await OpenAsync("/audit/pictures?show=refusals&from=2019-01-01T00:00:00.000000Z&to=2019-01-02T00:00:00.000000Z");

        screen.Await(".picture .empty");
        screen.Page.FindAll(".picture table tbody tr, .picture .note-bad").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_week_wants_somebody_before_it_counts()
    {
        await using var screen = await OpenAsync("/audit/pictures?show=hours");

        screen.Await("#somebody-wanted");
        screen.Page.FindAll(".picture svg:not(.icon)").ShouldBeEmpty();
    }

    [Fact]
    public async Task One_that_cannot_be_drawn_is_not_told_as_empty_and_comes_on_request()
    {
        await using var screen = await OpenAsync("/audit/pictures", isClosed: true);
        screen.Await(".note-bad");
        screen.Page.FindAll(".picture .empty, .picture svg:not(.icon)").ShouldBeEmpty();

        screen.Door.Closed = false;
        screen.Page.Find(".note-bad button").Click();
        screen.Await(".picture svg:not(.icon)");
    }

    private Task<Screen<PicturesPage>> OpenAsync(string address, bool isClosed = false) => Screen<PicturesPage>.OpenAsync(web, Role.ComplianceOfficer, address, before: to =>
    {
        to.Door.Closed = isClosed;
        return Task.CompletedTask;
    });
}
