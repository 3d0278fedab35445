using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.TestKit;
using Portal.Web.Hosting;

namespace Portal.Web.Tests.Hosting;

public sealed class MemoryAtRestTests
{
    private const long Start = 40 * 1024 * 1024;

    private readonly ManualTime clock = new();
    private readonly LastActivity activity;
    private readonly MemoryAtRest memory;

    public MemoryAtRestTests()
    {
        activity = new LastActivity(clock);
        memory = new MemoryAtRest(activity, clock, NullLogger<MemoryAtRest>.Instance);
    }

    [Fact]
    public void It_waits_until_nobody_has_asked_for_a_while()
    {
        clock.Advance(MemoryAtRest.Rest / 2);
        activity.Note();
        clock.Advance(MemoryAtRest.Rest - TimeSpan.FromSeconds(1));
        IsTime(Start).ShouldBeFalse();

        clock.Advance(TimeSpan.FromSeconds(1));

        IsTime(Start).ShouldBeTrue();
    }

    [Fact]
    public void It_comes_again_where_the_jobs_have_left_enough_and_not_too_soon()
    {
        clock.Advance(MemoryAtRest.Rest);
        IsTime(Start).ShouldBeTrue();

        clock.Advance(MemoryAtRest.Pause - TimeSpan.FromSeconds(1));
        IsTime(Start + MemoryAtRest.WorthIt).ShouldBeFalse(); // too soon
        clock.Advance(TimeSpan.FromSeconds(1));
        IsTime(Start + MemoryAtRest.WorthIt - 1).ShouldBeFalse(); // too little

        IsTime(Start + MemoryAtRest.WorthIt).ShouldBeTrue();
    }

    [Fact]
    public void A_large_heap_is_left_to_the_runtime()
    {
        clock.Advance(MemoryAtRest.Rest);

        memory.IsTime(Start, MemoryAtRest.TooLarge + 1).ShouldBeFalse();
    }

    [Fact]
    public async Task A_request_counts_when_it_comes_and_when_it_ends_and_a_question_for_health_does_not()
    {
        clock.Advance(MemoryAtRest.Rest);
        await activity.AroundAsync(Request("/health/ready"), _ => Task.CompletedTask);
        activity.Since.ShouldBe(MemoryAtRest.Rest);

        await activity.AroundAsync(Request("/patients"), _ =>
        {
            activity.Since.ShouldBe(TimeSpan.Zero);
            clock.Advance(MemoryAtRest.Rest); // a long download
            return Task.CompletedTask;
        });

        activity.Since.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void What_is_given_back_is_not_what_is_in_use()
    {
        var kept = new byte[1024 * 1024];
        kept[^1] = 1;

        MemoryAtRest.GiveBack();

        kept[^1].ShouldBe((byte)1);
    }

    private static DefaultHttpContext Request(string path) => new() { Request = { Path = path } };

    private bool IsTime(long allocated) => memory.IsTime(allocated, Start);
}
