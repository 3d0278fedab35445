using Npgsql;
using Portal.Data.Auditing;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Data.Auditing;

/// <summary>What callers of the group are told, and what becomes of their entries, while the store is slow, broken, or refuses one of them.</summary>
[Trait("Norm", "164.312(b)")]
[Collection(Alone.Name)]
public sealed class GroupCommitTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);
    // More than wait for a place or are under way on the lanes.
    private const int TooMany = (GroupCommit.Lanes * GroupCommit.MaxBatch) + 500;

    private readonly HeldStore store = new();

    [Fact]
    public async Task An_entry_that_cannot_be_stored_does_not_fail_those_beside_it()
    {
        await using var commit = new GroupCommit(store, Long);
        using var opened = store;
        var first = await FillLanesAsync(commit);
        var good = Enumerable.Range(0, 40).Select(_ => commit.AppendAsync(Entry(), default)).ToList();
        var bad = commit.AppendAsync(Entry(HeldStore.Poison), default);
        good.AddRange(Enumerable.Range(0, 40).Select(_ => commit.AppendAsync(Entry(), default)));

        store.Open();

        await Task.WhenAll([.. first, .. good]);
        (await Should.ThrowAsync<PostgresException>(bad)).SqlState.ShouldBe("22001");
        store.LargestRefused.ShouldBeGreaterThan(1, "or the test shows nothing");
        store.Stored.ShouldBe(first.Count + good.Count);
    }

    [Fact]
    public async Task A_caller_who_gives_up_is_let_go_and_its_entry_is_stored_all_the_same()
    {
        using var gone = new CancellationTokenSource();
        await using (var commit = new GroupCommit(store, Long))
        using (store)
        {
            var first = await FillLanesAsync(commit);
            var given = commit.AppendAsync(Entry(), gone.Token);

            await gone.CancelAsync();

            await Should.ThrowAsync<OperationCanceledException>(given);
            store.Open();
            await Task.WhenAll(first);
        }

        store.Stored.ShouldBe(GroupCommit.Lanes + 1);
    }

    [Fact]
    public async Task While_the_store_hangs_every_caller_is_told_and_no_more_than_the_bound_is_kept()
    {
        await using (var commit = new GroupCommit(store, TimeSpan.FromMilliseconds(200)))
        using (store)
        {
            var told = await Task.WhenAll(Enumerable.Range(0, GroupCommit.MaxWaiting + TooMany).Select(_ => IsToldAsync(commit))).WaitAsync(TimeSpan.FromMinutes(5));
            told.ShouldAllBe(one => one);
        }

        store.Stored.ShouldBeInRange(GroupCommit.MaxWaiting, GroupCommit.MaxWaiting + (GroupCommit.Lanes * GroupCommit.MaxBatch) + 1);
    }

    [Fact]
    public async Task An_unknown_outcome_is_tried_once_more_and_a_store_that_is_back_is_used_again()
    {
        await using var commit = new GroupCommit(store, Long);
        using var opened = store;
        store.Open();
        store.Breaks.Enqueue(Broken());
        await commit.AppendAsync(Entry(), default);

        store.Breaks.Enqueue(Broken());
        store.Breaks.Enqueue(Broken());
        await Should.ThrowAsync<NpgsqlException>(commit.AppendAsync(Entry(), default));

        await commit.AppendAsync(Entry(), default);
        store.Stored.ShouldBe(2);
    }

    [Fact]
    public async Task After_the_end_nothing_is_taken()
    {
        var commit = new GroupCommit(store, Long);
        store.Open();
        await commit.DisposeAsync();

        await Should.ThrowAsync<System.Threading.Channels.ChannelClosedException>(commit.AppendAsync(Entry(), default));
    }

    // By hand: so many assertions would each look up a stack of their own.
    private static async Task<bool> IsToldAsync(GroupCommit commit)
    {
        try
        {
            await commit.AppendAsync(Entry(), default);
            return false;
        }
        catch (TimeoutException)
        {
            return true;
        }
    }

    // One entry on each lane, all of them held back: what comes next gathers.
    private async Task<List<Task>> FillLanesAsync(GroupCommit commit)
    {
        var first = new List<Task>();
        for (var lane = 0; lane < GroupCommit.Lanes; lane++)
        {
            first.Add(commit.AppendAsync(Entry(), default));
            await store.NextBatchAsync();
        }

        return first;
    }

    private static NpgsqlException Broken() => new("the connection broke", new IOException());

    private static SignedEntry Entry(string node = "node") => new(
        new AuditEntry
        {
            Id = EntryId.New(DateTimeOffset.UnixEpoch), At = DateTimeOffset.UnixEpoch, Role = Role.Clinician, Action = AuditAction.Read,
            Resource = AuditResource.Patient, Categories = DataCategories.Clinical, Purpose = Purpose.Treatment, Outcome = AuditOutcome.Allowed, Node = node,
        },
        []);
}
