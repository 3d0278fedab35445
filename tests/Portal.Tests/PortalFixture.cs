using Microsoft.Extensions.DependencyInjection;
using Portal.Data;
using Portal.Data.Postgres;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Identity.Passkeys;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;
using Portal.Kernel.Mail;
using Portal.TestKit;
using Portal.Tests.Data.Embedded;

namespace Portal.Tests;

/// <summary>
/// A portal over a migrated database of its own, for one test class:
/// <code>public sealed class MyTests(PortalFixture portal) : IClassFixture&lt;PortalFixture&gt; { … portal.Get&lt;OpenRecord&gt;() … }</code>
/// </summary>
public sealed class PortalFixture : IAsyncLifetime
{
    private readonly ClusterFixture cluster = new();
    private ServiceProvider services = null!;

    /// <summary>The database; <c>OpenAsync(role)</c> gives raw connections for attacks.</summary>
    public TestDatabase Database { get; private set; } = null!;

    /// <summary>The key-encryption key of this instance.</summary>
    internal KeyEncryptionKey Root { get; } = new("test", System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));

    /// <summary>Signs the checkpoints of this instance, and of a second portal over it.</summary>
    internal CheckpointKey CheckpointKey { get; } = CheckpointKey.New();

    /// <summary>Mails are written; nothing sends them but a test that does.</summary>
    public static MailSettings Mail { get; } = MailSettings.Files("", "portal@portal.example", new Uri("https://portal.example/"));

    /// <summary>The clock of this instance.</summary>
    public ManualTime Clock { get; } = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));

    /// <summary>The site that passkeys belong to.</summary>
    public static PasskeySite Site { get; } = PasskeySite.Of(new Uri("https://portal.example:8443/start"));

    public async Task InitializeAsync()
    {
        await cluster.InitializeAsync();
        Database = await cluster.NewDatabaseAsync("migrated", PrepareAsync);
        var instance = await PostgresSetup.OpenAsync(Database.ConnectionString, Root, cluster: null, Clock, CancellationToken.None);
        instance.UseCheckpointKey(CheckpointKey);
        services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(Clock).AddSingleton(Mail).AddSingleton(Site).AddPortal(instance).BuildServiceProvider();
    }

    public async Task DisposeAsync()
    {
        await services.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>A service or use case of this instance.</summary>
    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>A context that reaches all patients' rows, to look at what the product wrote and to write beside it.</summary>
    internal PortalDbContext Open() => new PostgresDbContext(PostgresOptions.For(Database.JobConnectionString()), Get<KeyRing>());

    // Only the tables and rights: keys are each instance's own.
    private static Task PrepareAsync(TestDatabase database) =>
        PostgresSetup.MigrateAsync(database.ConnectionString(DatabaseRole.Owner), CancellationToken.None);
}
