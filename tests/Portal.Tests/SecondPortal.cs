using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Portal.Data.Postgres;
using Portal.Kernel.Audit;

namespace Portal.Tests;

/// <summary>Another portal over the database, key and clock of a fixture: with more connections, or with services exchanged.</summary>
internal sealed class SecondPortal : IAsyncDisposable
{
    private readonly PortalInstance instance;
    private readonly ServiceProvider services;

    private SecondPortal(PortalInstance instance, ServiceProvider services) => (this.instance, this.services) = (instance, services);

    public static async Task<SecondPortal> OpenAsync(PortalFixture portal, int connections = 10, Action<IServiceCollection>? exchange = null, bool hasKey = true)
    {
        var instance = await PostgresSetup.OpenAsync(
            role => new NpgsqlConnectionStringBuilder(portal.Database.ConnectionString(role)) { MaxPoolSize = connections }.ConnectionString,
            portal.Root, cluster: null, portal.Clock, CancellationToken.None);
        if (hasKey)
        {
            // A copy: each instance disposes its own.
            var key = ECDsa.Create();
            key.ImportFromEncryptedPem(portal.CheckpointKey.ToPem("copy"), "copy");
            instance.UseCheckpointKey(new CheckpointKey(key));
        }

        var collection = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(portal.Clock).AddSingleton(PortalFixture.Mail).AddPortal(instance);
        exchange?.Invoke(collection);
        return new SecondPortal(instance, collection.BuildServiceProvider());
    }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await instance.DisposeAsync();
    }
}
