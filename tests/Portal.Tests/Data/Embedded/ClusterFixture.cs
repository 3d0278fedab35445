using System.Collections.Concurrent;
using Portal.Data.Postgres.Embedded;

namespace Portal.Tests.Data.Embedded;

/// <summary>
/// A running PostgreSQL for tests, shared by all test classes of this run. It is the product's own embedded cluster, with
/// the same roles and rights; only fsync is off. It stops when the test process ends.
///
/// Use it as a class fixture (test classes then run side by side), and give each class its own database:
/// <code>
/// public sealed class MyTests(ClusterFixture cluster) : IClassFixture&lt;ClusterFixture&gt;
/// {
///     await using var database = await cluster.NewDatabaseAsync();                  // empty, owned by portal_owner
///     await using var connection = await database.OpenAsync(DatabaseRole.App);      // or database.ConnectionString(role)
/// }
/// </code>
/// A database that takes long to prepare (migrations) is prepared once and then copied in some 50 ms:
/// <code>await cluster.NewDatabaseAsync("migrated", db => MigrateAsync(db.ConnectionString(DatabaseRole.Owner)))</code>
/// <c>[Collection(ClusterCollection.Name)]</c> does the same for classes that must run one after the other.
/// </summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    private static readonly Lazy<Task<EmbeddedCluster>> Shared = new(TestCluster.StartSharedAsync);
    private static readonly ConcurrentDictionary<string, Lazy<Task<TestDatabase>>> Templates = new();

    /// <summary>The cluster itself.</summary>
    public EmbeddedCluster Cluster { get; private set; } = null!;

    public async Task InitializeAsync() => Cluster = await Shared.Value;

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>A new, empty database that portal_owner owns. Disposing it drops it.</summary>
    public Task<TestDatabase> NewDatabaseAsync() => TestDatabase.CreateAsync(Cluster, "template0");

    /// <summary>A copy of a database that <paramref name="prepare"/> makes once for the whole run, under this name.</summary>
    public async Task<TestDatabase> NewDatabaseAsync(string template, Func<TestDatabase, Task> prepare)
    {
        var prepared = await Templates.GetOrAdd(template, _ => new(() => PrepareAsync(prepare))).Value;
        return await TestDatabase.CreateAsync(Cluster, prepared.Name);
    }

    private async Task<TestDatabase> PrepareAsync(Func<TestDatabase, Task> prepare)
    {
        var database = await NewDatabaseAsync();
        await prepare(database);
        // A template must have no sessions while it is copied.
        database.ClosePools();
        return database;
    }
}

/// <summary>For test classes that must not run side by side with each other.</summary>
[CollectionDefinition(Name)]
public sealed class ClusterCollection : ICollectionFixture<ClusterFixture>
{
    public const string Name = "cluster";
}
