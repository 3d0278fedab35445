using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Portal.E2E;

/// <summary>A network cable between a browser and the portal, that can be cut and mended.</summary>
internal sealed class Cable : IAsyncDisposable
{
    private readonly int to;
    private readonly TcpListener plug = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, byte> ends = new();
    private readonly Task running;
    private volatile bool isCut;

    public Cable(string address)
    {
        to = new Uri(address).Port;
        plug.Start();
        Address = $"https://localhost:{((IPEndPoint)plug.LocalEndpoint).Port}";
        running = RunAsync();
    }

    /// <summary>Where the browser finds the portal through it.</summary>
    public string Address { get; }

    /// <summary>Every connection ends, and no new one comes about.</summary>
    public void Cut()
    {
        isCut = true;
        foreach (var end in ends.Keys)
        {
            end.Close();
        }
    }

    public void Mend() => isCut = false;

    public async ValueTask DisposeAsync()
    {
        plug.Stop();
        Cut();
        await running;
        plug.Dispose();
    }

    private async Task RunAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                open.Add(CarryAsync(await plug.AcceptTcpClientAsync()));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task CarryAsync(TcpClient browser)
    {
        using var portal = new TcpClient();
        using (browser)
        {
            ends[browser] = ends[portal] = 0;
            try
            {
                if (!isCut)
                {
                    await portal.ConnectAsync(IPAddress.Loopback, to);
                    await Task.WhenAny(browser.GetStream().CopyToAsync(portal.GetStream()), portal.GetStream().CopyToAsync(browser.GetStream()));
                }
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
            {
                // It was cut, or the portal is down.
            }

            ends.TryRemove(browser, out _);
            ends.TryRemove(portal, out _);
        }
    }
}
