using System.Data.Common;
using Portal.Data.Auditing;
using Portal.Kernel.Audit;

namespace Portal.Tests.Data.Auditing;

public sealed class GiveWayTests
{
    [Fact]
    public void While_many_entries_are_under_way_other_work_rests_and_else_it_does_not()
    {
        GiveWay.AfterAsync(new Store(IsBusy: true), TimeSpan.FromMinutes(1), default).IsCompleted.ShouldBeFalse();
        GiveWay.AfterAsync(new Store(IsBusy: false), TimeSpan.FromMinutes(1), default).IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task A_rest_ends_with_the_work()
    {
        using var stop = new CancellationTokenSource();
        var rest = GiveWay.AfterAsync(new Store(IsBusy: true), TimeSpan.FromMinutes(1), stop.Token);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => rest);
    }

    private sealed record Store(bool IsBusy) : IAuditStore
    {
        public Task AppendAsync(IReadOnlyList<SignedEntry> entries, CancellationToken cancel) => throw new NotSupportedException();

        public Task AppendAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<SignedEntry> entries, CancellationToken cancel) => throw new NotSupportedException();

        public IAsyncEnumerable<SignedEntry> ReadFromAsync(DateTimeOffset from, CancellationToken cancel) => throw new NotSupportedException();
    }
}
