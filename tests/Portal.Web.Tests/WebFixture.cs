using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data.Postgres;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests;
using Portal.Web.Hosting;

namespace Portal.Web.Tests;

/// <summary>The real host over a migrated database of its own, on https, for one test class. Its clock is the machine's.</summary>
public sealed class WebFixture : IAsyncLifetime
{
    /// <summary>What an exception says and nobody may read.</summary>
    public const string Secret = "Marker-Kowalczyk";

    private readonly PortalFixture core = new();
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"portal-web-{Guid.NewGuid():N}");
    private WebApplication app = null!;

    public Uri Address { get; private set; } = null!;

    /// <summary>The portal below the host, for what tests write beside it.</summary>
    internal PortalFixture Core => core;

    public IServiceProvider Services => app.Services;

    public async Task InitializeAsync()
    {
        await core.InitializeAsync();
        var instance = await OpenInstanceAsync();
        var port = FreePort();
        Address = new Uri($"https://localhost:{port}");
        app = PortalHost.Build(instance, new PortalHostOptions(port, "Production", folder, Logs: Path.Combine(folder, "logs")));
        // A page of each permission, whatever pages there are.
        foreach (var permission in Enum.GetValues<Permission>())
        {
            app.MapGet($"/only/{permission}", () => Results.Content("open", "text/html")).RequireAuthorization(permission.ToString());
        }

        MapFailures();
        app.MapGet("/unmarked", () => Results.Content("open", "text/html"));
        await app.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await app.DisposeAsync();
        await core.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The database opened once more, for a host beside this one.</summary>
    internal Task<PortalInstance> OpenInstanceAsync() =>
        PostgresSetup.OpenAsync(core.Database.ConnectionString, core.Root, cluster: null, TimeProvider.System, CancellationToken.None);

    /// <summary>What the host wrote into its log so far.</summary>
    public IReadOnlyList<string> Log() => Directory.Exists(Path.Combine(folder, "logs"))
        ? [.. Directory.GetFiles(Path.Combine(folder, "logs")).SelectMany(Lines)] : [];

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>A browser of its own; it trusts this portal's certificate and no other.</summary>
    internal Browser NewBrowser() => new(Address, X509CertificateLoader.LoadPkcs12FromFile(Path.Combine(folder, "localhost.pfx"), null));

    // Addresses that fail, and one that answers with a bare status.
    private void MapFailures()
    {
        app.MapGet("/throws", string () => throw new InvalidOperationException(Secret));
        app.MapMethods("/away", ["GET", "POST"], string () => throw new AuditUnavailableException(new TimeoutException(Secret)));
        app.MapGet("/answers/{status:int}", (int status) => Results.StatusCode(status));
    }

    private static IEnumerable<string> Lines(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Split('\n');
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
