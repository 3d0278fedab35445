using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Portal.Web.Hosting;
using Portal.Web.Hosting.Certificates;

namespace Portal.Web.Tests;

/// <summary>A second host over a fixture's database, with settings of its own.</summary>
internal sealed class OwnHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly string folder;

    private OwnHost(WebApplication app, string folder, int port, int plainPort) => (this.app, this.folder, Port, PlainPort) = (app, folder, port, plainPort);

    public int Port { get; }

    public int PlainPort { get; }

    public Uri Address => new($"https://localhost:{Port}");

    public IServiceProvider Services => app.Services;

    public static Task<OwnHost> StartAsync(WebFixture web, params (string Name, string Value)[] settings) => StartAsync(web, "Production", settings);

    public static async Task<OwnHost> StartAsync(WebFixture web, string environment, params (string Name, string Value)[] settings)
    {
        var (folder, port) = (Directory.CreateTempSubdirectory("portal-own-").FullName, FreePort());
        var all = settings.ToDictionary(pair => pair.Name, string? (pair) => pair.Value);
        var app = PortalHost.Build(await web.OpenInstanceAsync(), new PortalHostOptions(port, environment, folder, Logs: null) { Settings = all });
        await app.StartAsync();
        return new OwnHost(app, folder, port, all.TryGetValue("Portal:Http:Port", out var plain) ? int.Parse(plain!, CultureInfo.InvariantCulture) : 0);
    }

    /// <summary>A browser that trusts this host's certificate and no other.</summary>
    public Browser NewBrowser() => new(Address, X509CertificateLoader.LoadCertificate(Get<ServedCertificate>().Tls.ServerCertificateContext!.TargetCertificate.RawData));

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
