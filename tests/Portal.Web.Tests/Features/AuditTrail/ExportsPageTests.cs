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

    [Theory]
    [InlineData(404, true, "Its time may be over")]
    [InlineData(429, true, "too many were fetched")]
    [InlineData(0, true, "could not be reached")]
    [InlineData(200, false, "broke off")]
    [InlineData(200, true, "handed to your browser")]
    public async Task Whatever_becomes_of_a_file_the_page_says_so(int status, bool isSaved, string words)
    {
        await using var screen = await OpenAsync(isReady: true);
        var script = screen.Context.JSInterop.SetupModule("./js/download.js");
        script.Setup<int>("ask", _ => true).SetResult(status);
        script.Setup<bool>("save", _ => true).SetResult(isSaved);
        screen.Await(".table-exports button").Click();
        screen.Until(() => screen.Page.FindAll("#outcome").Any(told => told.TextContent.Contains(words, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_file_that_wants_the_factor_is_asked_for_again_once_it_was_shown()
    {
        await using var screen = await OpenAsync(isReady: true);
        var script = screen.Context.JSInterop.SetupModule("./js/download.js");
        var first = script.Setup<int>("ask", _ => true).SetResult(409);
        var dialog = screen.Context.JSInterop.Setup<bool>("portalStepUp");
        screen.Await(".table-exports button").Click();
        await AskedAsync(dialog);
        first.SetResult(200);
        script.Setup<bool>("save", _ => true).SetResult(true);

        dialog.SetResult(true);

        screen.Until(() => screen.Page.FindAll("#outcome").Any(told => told.TextContent.Contains("handed to your browser", StringComparison.Ordinal)));
    }

    [Fact]
    [Trait("Norm", "WCAG 2.4.3")]
    public async Task Each_export_that_is_stopped_brings_the_focus_to_what_became_of_it()
    {
        await using var screen = await OpenAsync(count: 2);
        for (var stopped = 1; stopped <= 2; stopped++)
        {
            screen.Page.Find(".table-exports button").Click();
            screen.Until(() => screen.Page.FindAll(".table-exports button").Count == 2 - stopped);
            screen.Page.WaitForAssertion(() => screen.Context.JSInterop.VerifyFocusAsyncInvoke(stopped), Screen<ExportsPage>.Patience);
        }
    }

    // Nothing is drawn while the dialog stands: whoever waited for a change of the page would miss it.
    private static async Task AskedAsync(JSRuntimeInvocationHandler<bool> dialog)
    {
        for (var tries = 0; tries < 1_500 && dialog.Invocations.Count == 0; tries++)
        {
            await Task.Delay(20);
        }

        dialog.Invocations.Count.ShouldBe(1);
    }

    private async Task<Screen<ExportsPage>> OpenAsync(bool isReady = false, int count = 1)
    {
        var screen = await Screen<ExportsPage>.OpenAsync(web, Role.ComplianceOfficer, "/audit/exports", before: async to =>
        {
            for (; count > 0; count--)
            {
                var id = await web.Get<RequestAuditExport>().ForAsync(to.Actor, new(new AuditQuery { Person = to.Actor.Account }, AuditExportFormat.Ndjson, AuditExportReason.Incident, false), default);
                await web.Core.Database.AsSuperuserAsync(
                    isReady
                        ? "UPDATE trail.exports SET state = 3, expires_at = now() + interval '1 day' WHERE id = $1"
                        : "UPDATE trail.exports SET turn_until = now() + interval '1 day' WHERE id = $1",
                    id!.Value);
            }
        });
        screen.Await(".table-exports button");
        return screen;
    }
}
