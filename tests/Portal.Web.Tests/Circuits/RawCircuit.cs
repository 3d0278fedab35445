using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Portal.Web.Security;

namespace Portal.Web.Tests.Circuits;

/// <summary>
/// A circuit without a browser: opens what a page holds for it, confirms what is drawn, and sends whatever it is told to, also what no browser would.
/// </summary>
internal sealed partial class RawCircuit : IDisposable
{
    // For the whole of a wait. Shorter than the half minute after which the hub drops whoever says nothing: that is no cut by us.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(5);

    private readonly ClientWebSocket socket;
    private readonly HttpMessageInvoker invoker;
    private readonly Browser browser;
    private readonly string origin;
    private readonly List<byte> come = [];
    private readonly SemaphoreSlim sending = new(1);
    private readonly CancellationTokenSource left = new();
    private bool isCut;

    private RawCircuit(ClientWebSocket socket, Browser browser, string origin) =>
        (this.socket, this.browser, this.origin, invoker) = (socket, browser, origin, new HttpMessageInvoker(browser.NewHandler()));

    /// <summary>The secret by which the circuit is returned to, or ended.</summary>
    public string Secret { get; private set; } = "";

    /// <summary>All that was drawn, as bytes read as text: what a person would see is in it.</summary>
    public StringBuilder Drawn { get; } = new();

    /// <summary>The names of all calls that the server made.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>What the server said of its own failures.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>Opens the circuit of a page, with all its interactive parts, and waits until they were drawn for the first time.</summary>
    public static async Task<RawCircuit> OpenAsync(Uri portal, Browser browser, string page)
    {
        var html = await browser.RawHtmlAsync(page);
        var circuit = await ConnectAsync(portal, browser);
        await circuit.StartAsync(new Uri(portal, page));
        await circuit.AddPartsAsync(html);
        await circuit.UntilAsync(one => one.Calls.Contains("JS.EndUpdateRootComponents"));
        return circuit;
    }

    /// <summary>Only the connection, with the protocol agreed on.</summary>
    public static async Task<RawCircuit> ConnectAsync(Uri portal, Browser browser)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", $"{PortalScheme.SessionCookie}={browser.Cookie(PortalScheme.SessionCookie)}");
        var circuit = new RawCircuit(socket, browser, portal.GetLeftPart(UriPartial.Authority));
        socket.Options.SetRequestHeader("Origin", circuit.origin);
        await socket.ConnectAsync(new UriBuilder(portal) { Scheme = "wss", Path = "/_blazor" }.Uri, circuit.invoker, default);
        await circuit.SendBytesAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"));
        using var patience = new CancellationTokenSource(Patience);
        await circuit.ReceiveAsync(patience.Token);
        circuit.come.RemoveRange(0, circuit.come.IndexOf(0x1e) + 1);
        _ = circuit.PingAsync();
        return circuit;
    }

    public async Task StartAsync(Uri page)
    {
        await SendAsync("StartCircuit", "1", page.GetLeftPart(UriPartial.Authority) + "/", page.ToString(), "[]", "");
        await UntilAsync(one => one.Secret != "");
    }

    public Task SendAsync(string method, string? number, params object?[] arguments) => SendBytesAsync(HubFrames.Invocation(method, number, arguments));

    public async Task SendBytesAsync(byte[] bytes)
    {
        await sending.WaitAsync();
        try
        {
            await socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true, default);
        }
        finally
        {
            sending.Release();
        }
    }

    /// <summary>Reads on until it holds.</summary>
    /// <exception cref="TimeoutException">It did not hold in time.</exception>
    /// <exception cref="InvalidOperationException">The server closed the connection before.</exception>
    public async Task UntilAsync(Func<RawCircuit, bool> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!holds(this))
        {
            if (isCut)
            {
                throw new InvalidOperationException("The server closed the connection.");
            }

            await ReadAsync(patience.Token);
        }
    }

    /// <summary>Reads on until the server closes the connection; how long that took, or <c>null</c> where the circuit goes on.</summary>
    public async Task<TimeSpan?> CutAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var watch = Stopwatch.StartNew();
        try
        {
            while (!isCut)
            {
                await ReadAsync(patience.Token);
            }

            return watch.Elapsed;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <summary>Ends the circuit as a browser does when its tab is closed.</summary>
    public async Task LeaveAsync()
    {
        using var body = new MultipartFormDataContent { { new StringContent(Secret), "circuitId" } };
        body.Headers.Add("Origin", origin);
        using var answer = await browser.PostAsync("/_blazor/disconnect", body);
        answer.EnsureSuccessStatusCode();
        await left.CancelAsync();
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
    }

    public void Dispose()
    {
        left.Cancel();
        socket.Dispose();
        invoker.Dispose();
    }

    /// <summary>Asks for the interactive parts that a page holds, be it its own page or not.</summary>
    public Task AddPartsAsync(string html)
    {
        var parts = Marker().Matches(html).Select(one => JsonDocument.Parse(one.Groups["json"].Value).RootElement)
            .Where(one => one.TryGetProperty("type", out var type) && type.GetString() == "server" && one.TryGetProperty("descriptor", out _))
            .Select((marker, i) => new { type = "add", ssrComponentId = i + 1, marker });
        return SendAsync("UpdateRootComponents", null, JsonSerializer.Serialize(new { batchId = 0, operations = parts }), "");
    }

    private async Task TakeAsync(object?[] message)
    {
        if (message is [3L, _, _, 3L, string secret])
        {
            Secret = secret;
        }
        else if (message is [1L, _, _, string method, object?[] arguments, ..])
        {
            Calls.Add(method);
            if (method == "JS.RenderBatch")
            {
                Drawn.Append(Encoding.UTF8.GetString((byte[])arguments[1]!));
                await SendAsync("OnRenderCompleted", null, (long)arguments[0]!, null);
            }
            else if (method == "JS.Error")
            {
                Errors.Add(arguments[0] as string ?? "");
            }
            else if (method == "JS.BeginInvokeJS")
            {
                await AnswerAsync(arguments);
            }
        }
        else if (message is [7L, ..])
        {
            isCut = true;
        }
    }

    // Each call of a script is answered with nothing: the server waits a minute for it, and keeps its circuit as long.
    private Task AnswerAsync(object?[] call)
    {
        var handle = call[0] switch
        {
            long number => number,
            byte[] json => JsonDocument.Parse(json).RootElement.GetProperty("asyncHandle").GetInt64(),
            string json => JsonDocument.Parse(json).RootElement.GetProperty("asyncHandle").GetInt64(),
            var other => throw new FormatException($"a call without a handle: {other}"),
        };
        return SendAsync("EndInvokeJSFromDotNet", null, handle, true, $"[{handle},true,null]");
    }

    // As every browser does: a connection on which nothing comes is dropped after a while, whosever it is.
    private async Task PingAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(PingEvery, left.Token);
                await SendBytesAsync(HubFrames.Ping);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or ObjectDisposedException or InvalidOperationException)
        {
            // It is over, on this side or the other.
        }
    }

    private async Task ReadAsync(CancellationToken patience)
    {
        try
        {
            isCut |= !await ReceiveAsync(patience);
            foreach (var message in HubFrames.TakeFrom(come).ToList())
            {
                await TakeAsync(message);
            }
        }
        catch (WebSocketException)
        {
            isCut = true;
        }
    }

    private async Task<bool> ReceiveAsync(CancellationToken patience)
    {
        var buffer = new byte[32 * 1024];
        try
        {
            var result = await socket.ReceiveAsync(buffer, patience);
            come.AddRange(buffer.AsSpan(0, result.Count));
            return result.MessageType != WebSocketMessageType.Close;
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException("It was waited for in vain.", e);
        }
    }

    [GeneratedRegex("<!--Blazor:(?<json>.*?)-->", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Marker();
}
