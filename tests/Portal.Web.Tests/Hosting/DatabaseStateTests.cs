using System.Data.Common;
using System.Net.Sockets;
using Portal.Kernel.Audit;
using Portal.Web.Components.Ui;
using Portal.Web.Hosting;

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

    private sealed class Answer(string state) : DbException
    {
        public override string SqlState => state;
    }
}
