using Microsoft.EntityFrameworkCore;
using Npgsql;
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

    [Fact]
    public async Task Every_login_works_with_the_one_model()
    {
        await using var database = new PostgresDatabase(role => $"Host=/nowhere;Username={role.LoginName()};Database=portal", keys: null);
        await using var staff = database.Open();
        await using var proofs = database.OpenForProofs();

        foreach (var role in Enum.GetValues<DatabaseRole>())
        {
            await using var other = database.Open(role);

            other.Model.ShouldBeSameAs(staff.Model);
            new NpgsqlConnectionStringBuilder(other.Database.GetConnectionString()).Username.ShouldBe(role.LoginName());
        }

        proofs.Model.ShouldBeSameAs(staff.Model);
    }
}
