using Portal.Data.Postgres;
using Portal.Data.Postgres.Embedded;

namespace Portal.Tests.Data.Postgres;

public sealed class PoolTests
{
    [Fact]
    public async Task Of_many_that_open_a_role_first_at_the_same_time_one_makes_its_pool()
    {
        var made = 0;
        using var start = new Barrier(8);
        await using var database = new PostgresDatabase(
            role =>
            {
                Interlocked.Increment(ref made);
                Thread.Sleep(50); // long enough for all of them to be inside, were it not for the lock
                return $"Host=/nowhere;Username={role.LoginName()};Database=portal";
            },
            keys: null);

        var threads = Enumerable.Range(0, 8).Select(_ => new Thread(() =>
        {
            start.SignalAndWait();
            database.Open(DatabaseRole.Auditor).Dispose();
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        made.ShouldBe(1);
    }
}
