using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Portal.Data.Postgres.Embedded;

namespace Portal.Benchmarks.Audit;

/// <summary>
/// The logs that are measured. <c>PORTAL_AUDIT_MILLIONS</c> names the sizes of the generated one (1,10), <c>PORTAL_AUDIT_SEALED</c> how many entries the sealed one has
/// (1000000). Where <c>PORTAL_AUDIT_FOLDER</c> names a folder they are made once and stay there, so that a quiet hour is spent on measuring alone.
/// </summary>
internal static class LogsAtSize
{
    public static IReadOnlyList<int> Millions => [.. (Environment.GetEnvironmentVariable("PORTAL_AUDIT_MILLIONS") ?? "1,10").Split(',').Select(one => int.Parse(one, CultureInfo.InvariantCulture))];

    private static string? Kept => Environment.GetEnvironmentVariable("PORTAL_AUDIT_FOLDER");

    private static int Sealed => int.Parse(Environment.GetEnvironmentVariable("PORTAL_AUDIT_SEALED") ?? "1000000", CultureInfo.InvariantCulture);

    /// <summary>Makes all of them where they are kept; else each benchmark makes its own.</summary>
    public static async IAsyncEnumerable<Result> MakeAsync()
    {
        if (Kept is null)
        {
            yield break;
        }

        foreach (var millions in Millions)
        {
            var watch = Stopwatch.StartNew();
            await using var log = await GeneratedAsync(millions);
            yield return Result.Alone("audit-make", $"making {log.Entries:N0} entries by SQL", watch.Elapsed.TotalSeconds, "s");
        }

        var spent = Stopwatch.StartNew();
        await using var own = await SealedAsync();
        yield return Result.Alone("audit-make", $"appending and sealing {own.Entries:N0} entries as the portal does", spent.Elapsed.TotalSeconds, "s");
    }

    /// <summary>The generated log of some millions.</summary>
    public static Task<LogAtSize> GeneratedAsync(int millions) => OpenAsync($"g{millions}", instance => new Generator(instance).FillAsync(millions * 1_000_000L));

    /// <summary>A log of true entries, each with its MAC, in sealed blocks under signed checkpoints.</summary>
    public static Task<LogAtSize> SealedAsync() => OpenAsync($"s{Sealed}", instance => new SealedEntries(instance).FillAsync(Sealed));

    private static async Task<LogAtSize> OpenAsync(string name, Func<BenchInstance, Task<long>> fill)
    {
        var instance = await BenchInstance.StartAsync(Kept is { } folder ? Path.Combine(folder, name) : null);
        await using var superuser = NpgsqlDataSource.Create(instance.ConnectionString(DatabaseRole.Superuser));
        await using var made = superuser.CreateCommand("SELECT to_regclass('public.bench_made') IS NOT NULL");
        if (await made.ExecuteScalarAsync() is not true)
        {
            var entries = await fill(instance);
            await using var mark = superuser.CreateCommand("CREATE TABLE public.bench_made AS SELECT $1::int8 AS entries");
            mark.Parameters.AddWithValue(entries);
            await mark.ExecuteNonQueryAsync();
        }

        await using var count = superuser.CreateCommand("SELECT entries FROM public.bench_made");
        return new LogAtSize(instance, (long)(await count.ExecuteScalarAsync())!);
    }
}

/// <summary>An instance with a log.</summary>
/// <param name="Instance">The instance.</param>
/// <param name="Entries">How many entries were made; what is asked of it adds some.</param>
internal sealed record LogAtSize(BenchInstance Instance, long Entries) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Instance.DisposeAsync();
}
