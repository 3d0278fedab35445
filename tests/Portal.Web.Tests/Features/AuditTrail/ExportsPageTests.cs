using Bunit;
using Portal.Features.AuditTrail;
using Portal.Features.AuditTrail.Exports;
using Portal.Kernel.Access;
using Portal.Tests.Data;
using Portal.Web.Features.AuditTrail;
using Portal.Web.Tests.Screens;

namespace Portal.Web.Tests.Features.AuditTrail;

/// <summary>One's own exports: a button does what it says, whatever the page is at.</summary>
public sealed class ExportsPageTests(WebFixture web) : IClassFixture<WebFixture>
{
    [Fact]
    public async Task A_press_while_the_page_looks_by_itself_is_not_passed_over()
    {
        await using var screen = await OpenAsync();
        var look = screen.Door.Holds = new TaskCompletionSource();
        await screen.Door.Reached.Task.WaitAsync(Screen<ExportsPage>.Patience);
        screen.Page.Find(".table-exports button").Click();

        screen.Await("#outcome").TextContent.ShouldContain("stopped");
        look.SetResult();
        screen.Until(() => screen.Page.FindAll(".table-exports button").Count == 0);
    }

    [Fact]
    public async Task Where_no_file_comes_the_page_says_so()
    {
        await using var screen = await OpenAsync(isReady: true);
        screen.Context.JSInterop.SetupModule("./js/download.js").Setup<bool>("ask", _ => true).SetResult(false);
        screen.Await(".table-exports button").Click();
        screen.Await("#outcome").TextContent.ShouldStartWith("No file came.");
    }

    private async Task<Screen<ExportsPage>> OpenAsync(bool isReady = false)
    {
        var screen = await Screen<ExportsPage>.OpenAsync(web, Role.ComplianceOfficer, "/audit/exports", before: async to =>
        {
            var id = await web.Get<RequestAuditExport>().ForAsync(to.Actor, new(new AuditQuery { Person = to.Actor.Account }, AuditExportFormat.Ndjson, AuditExportReason.Incident, false), default);
            await web.Core.Database.AsSuperuserAsync(
                isReady
                    ? "UPDATE trail.exports SET state = 3, expires_at = now() + interval '1 day' WHERE id = $1"
                    : "UPDATE trail.exports SET turn_until = now() + interval '1 day' WHERE id = $1",
                id!.Value);
        });
        screen.Await(".table-exports button");
        return screen;
    }
}
