using Portal.Features.Patients.Import;

namespace Portal.Tests.Features.Patients.Import;

public sealed class InTurnTests
{
    private static readonly HashSet<Guid> Mine = [Guid.NewGuid()];
    private static readonly HashSet<Guid> Others = [Guid.NewGuid()];

    private readonly InTurn turn = new();
    private readonly TaskCompletionSource first = new();
    private readonly List<string> done = [];

    [Fact]
    public async Task Given_work_that_goes_on_When_more_comes_Then_it_begins_afterwards_and_in_order()
    {
        await turn.BeginAsync(Mine, FirstAsync);
        turn.Then(() => done.Add("end of the first file"));
        var second = turn.BeginAsync(Others, () => Note("second"));

        second.IsCompleted.ShouldBeFalse();
        first.SetResult();
        await second;
        await turn.DoneAsync();

        done.ShouldBe(["first", "end of the first file", "second"]);
    }

    [Fact]
    public async Task Only_who_reads_what_is_being_changed_waits()
    {
        await turn.BeginAsync(Mine, FirstAsync);

        turn.UntilFreeAsync(Others).IsCompleted.ShouldBeTrue();
        var same = turn.UntilFreeAsync(Mine);
        same.IsCompleted.ShouldBeFalse();
        first.SetResult();
        await same;
    }

    [Fact]
    public async Task Nothing_begins_after_a_failure_and_who_waits_learns_of_it()
    {
        await turn.BeginAsync(Mine, FirstAsync);
        turn.Then(() => done.Add("end of the first file"));
        first.SetException(new TimeoutException());

        await Should.ThrowAsync<TimeoutException>(turn.BeginAsync(Others, () => Note("second")));
        await Should.ThrowAsync<TimeoutException>(turn.DoneAsync());

        done.ShouldBeEmpty();
    }

    private async Task FirstAsync()
    {
        await first.Task;
        done.Add("first");
    }

    private Task Note(string what)
    {
        done.Add(what);
        return Task.CompletedTask;
    }
}
