using Bunit;
using Portal.Features.AuditTrail;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Tests.Features.Identity;
using Portal.Web.Features.AuditTrail;
using Portal.Web.Security;
using Portal.Web.Tests.Screens;

namespace Portal.Web.Tests.Features.AuditTrail;

/// <summary>One entry of the log: what it says, that there is none, and that it could not be fetched are three things.</summary>
[Trait("Norm", "164.312(b)")]
public sealed class AuditEntryPageTests(WebFixture web) : IClassFixture<WebFixture>
{
    [Fact]
    public async Task An_entry_says_what_was_done_leads_on_and_its_proof_is_asked_for_by_itself()
    {
        var entry = (await EntriesAsync())[0];
        await using var screen = await OpenAsync(entry.Value);

        screen.Await("#entry-facts");
        screen.Page.Find("h1").TextContent.ShouldNotBe("Entry of the audit log");
        screen.Page.FindAll("a[href^='/audit?']").ShouldNotBeEmpty();
        screen.Page.FindAll("#proof-state, .note-bad, .loading").ShouldBeEmpty();
        screen.Page.Find("#prove").Click();
        screen.Await("#proof-state");
    }

    [Fact]
    public async Task One_that_is_not_there_is_said_to_be_none_and_no_fault()
    {
        await using var screen = await OpenAsync(Guid.CreateVersion7());

        screen.Await(".note").ClassList.ShouldNotContain("note-bad");
        screen.Page.FindAll("#entry-facts").ShouldBeEmpty();
    }

    [Fact]
    public async Task One_that_cannot_be_fetched_is_not_said_to_be_none_and_comes_on_request()
    {
        var entry = (await EntriesAsync())[0];
        await using var screen = await OpenAsync(entry.Value, isClosed: true);
        screen.Await(".note-bad");
        screen.Page.FindAll(".note:not(.note-bad), #entry-facts").ShouldBeEmpty();

        screen.Door.Closed = false;
        screen.Page.Find(".note-bad button").Click();
        screen.Await("#entry-facts");
    }

    private async Task<List<EntryId>> EntriesAsync()
    {
        await web.Get<OpenAuditEntry>().ForAsync(await SomebodyAsync(), EntryId.New(TimeProvider.System.GetUtcNow()), default);
        return [.. (await new People(web.Core).EntriesAsync(entry => entry.Account is not null)).Select(entry => entry.Id)];
    }

    private async Task<Actor> SomebodyAsync() => PrincipalActor.ActorOf(await SignedInUser.OfAsync(web, await new WebPeople(web).NewAsync(Role.ComplianceOfficer)))!;

    private Task<Screen<AuditEntryPage>> OpenAsync(Guid entry, bool isClosed = false) => Screen<AuditEntryPage>.OpenAsync(
        web, Role.ComplianceOfficer, $"/audit/{entry}", page => page.Add(one => one.Id, entry), before: to =>
        {
            to.Door.Closed = isClosed;
            return Task.CompletedTask;
        });
}
