using Bunit;
using Portal.Kernel.Access;
using Portal.Web.Features.AuditTrail;
using Portal.Web.Tests.Screens;

namespace Portal.Web.Tests.Features.AuditTrail;

/// <summary>The page that verifies the log: its verdict is about the log, and nothing else that fails speaks against it.</summary>
[Trait("Norm", "164.312(c)")]
public sealed class VerifyPageTests(WebFixture web) : IClassFixture<WebFixture>
{
    private const string Denial = "says nothing about the log";

    [Fact]
    public async Task A_list_that_cannot_be_fetched_after_a_verification_does_not_deny_the_verdict()
    {
        await using var screen = await OpenAsync();
        screen.Until(() => screen.Page.FindAll(".loading").Count == 0);
        screen.Door.ClosesAfter = 1;
        screen.Page.Find("form").Submit();

        screen.Await(".verdict-good");
        screen.Await(".note-bad");
        screen.Page.Markup.ShouldNotContain(Denial);
    }

    [Fact]
    public async Task Where_nobody_verified_nothing_is_said_about_it_and_the_list_is_fetched_again_on_request()
    {
        await using var screen = await OpenAsync(isClosed: true);
        screen.Await(".note-bad");
        screen.Page.Markup.ShouldNotContain(Denial);

        screen.Door.Closed = false;
        screen.Page.Find(".note-bad button").Click();
        screen.Await("[aria-labelledby=verify-past] tbody tr, [aria-labelledby=verify-past] .empty");
    }

    private Task<Screen<VerifyPage>> OpenAsync(bool isClosed = false) => Screen<VerifyPage>.OpenAsync(web, Role.ComplianceOfficer, "/audit/verify", before: to =>
    {
        to.Door.Closed = isClosed;
        return Task.CompletedTask;
    });
}
