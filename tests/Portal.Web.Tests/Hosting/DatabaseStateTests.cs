using System.Data.Common;
using System.Net.Sockets;
using Portal.Kernel.Audit;
using Portal.Web.Components.Ui;
using Portal.Web.Hosting;
using Portal.Web.Security;

namespace Portal.Web.Tests.Hosting;

public sealed class DatabaseStateTests
{
    private readonly DatabaseState state = new();

    [Fact]
    public async Task Who_waits_goes_on_when_it_answers_again_and_a_change_is_told_once()
    {
        var told = 0;
        state.Changed += () => told++;
        state.BackAsync(default).IsCompleted.ShouldBeTrue();
        state.Found(answers: false).ShouldBeTrue();
        state.Found(answers: false).ShouldBeFalse();
        var waiting = state.BackAsync(default);
        waiting.IsCompleted.ShouldBeFalse();

        state.Found(answers: true).ShouldBeTrue();

        await waiting;
        (told, state.IsAway).ShouldBe((2, false));
    }

    [Fact]
    public void A_listener_that_fails_is_told_of_and_keeps_the_news_from_nobody()
    {
        var (told, failures) = (0, new List<Exception>());
        state.Changed += () => throw new InvalidOperationException("a page");
        state.Changed += () => told++;

        state.Found(answers: false, failures.Add).ShouldBeTrue();

        (told, failures.ShouldHaveSingleItem().Message).ShouldBe((1, "a page"));
    }

    [Fact]
    public void Whether_the_portal_is_ready_is_answered_from_what_the_watch_found_and_asks_nothing()
    {
        StatusOf().ShouldBe(200);
        state.Report();
        StatusOf().ShouldBe(503);
        state.Found(answers: false);
        StatusOf().ShouldBe(503);
        state.Found(answers: true);
        StatusOf().ShouldBe(200);
        StatusOf(takesEntries: false).ShouldBe(503);

        int? StatusOf(bool takesEntries = true) => PortalSecurity.Ready(state, takesEntries).ShouldBeAssignableTo<Microsoft.AspNetCore.Http.IStatusCodeHttpResult>()!.StatusCode;
    }

    [Fact]
    public void A_report_is_seen_until_it_was_looked_at()
    {
        state.Reported.IsCompleted.ShouldBeFalse();
        state.Report();
        state.Reported.IsCompleted.ShouldBeTrue();
        state.Found(answers: true);
        state.Reported.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public void Only_what_a_database_out_of_reach_causes_is_tried_again()
    {
        PageFailure.Of(new AuditUnavailableException(new InvalidOperationException())).Passes.ShouldBeTrue();
        PageFailure.Of(new InvalidOperationException("x", new SocketException())).Passes.ShouldBeTrue();
        PageFailure.Of(new Answer("57P01")).Passes.ShouldBeTrue();
        PageFailure.Of(new Answer("23505")).Passes.ShouldBeFalse();
        PageFailure.Of(new InvalidOperationException("x")).Passes.ShouldBeFalse();
    }

    [Fact]
    public void A_full_disk_is_told_from_a_database_that_is_away()
    {
        PageFailure.Of(new AuditUnavailableException(new Answer("53100"))).ShouldSatisfyAllConditions(one => one.DiskFull.ShouldBeTrue(), one => one.Passes.ShouldBeTrue());
        PageFailure.Of(new IOException("x", 28)).DiskFull.ShouldBeTrue();
        PageFailure.Of(new Answer("53300")).DiskFull.ShouldBeFalse();
        PageFailure.Of(new InvalidOperationException("x", new SocketException())).DiskFull.ShouldBeFalse();
    }

    private sealed class Answer(string state) : DbException
    {
        public override string SqlState => state;
    }
}
