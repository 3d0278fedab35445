using Portal.Data.Postgres.Embedded;
using Portal.Tests.Data.Embedded;

namespace Portal.Tests.Data;

/// <summary>For tests that hold a row while the portal works: two steps then meet as they would once in a thousand times by themselves.</summary>
internal static class Locks
{
    /// <summary>Returns when somebody waits for a lock in this database, or when the work is over without waiting.</summary>
    public static async Task UntilSomebodyWaitsAsync(this TestDatabase database, Task work)
    {
        const string Waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
        while (!work.IsCompleted && (long)(await database.RunAsync(DatabaseRole.Superuser, Waiting))! == 0)
        {
            await Task.Delay(5);
        }
    }
}
