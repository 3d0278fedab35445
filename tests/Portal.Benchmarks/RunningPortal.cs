using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using Portal.Features.Identity.Factors;

namespace Portal.Benchmarks;

/// <summary>The portal as a user starts it, in a process of its own.</summary>
internal sealed partial class RunningPortal : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process process;
    private readonly HttpClient client;
    private readonly string data;

    private RunningPortal(Process process, HttpClient client, string data) => (this.process, this.client, this.data) = (process, client, data);

    public double ResidentBytes
    {
        get
        {
            using var now = Process.GetProcessById(process.Id);
            return now.WorkingSet64;
        }
    }

    /// <summary>Returns once the first page has come.</summary>
    public static async Task<RunningPortal> StartAsync(string data)
    {
        var port = FreePort();
        var portal = new RunningPortal(Launch(["run", "--data", data, "--port", $"{port}"]), ClientOf(port), data);
        var watch = Stopwatch.StartNew();
        while (!await portal.AnswersAsync())
        {
            Expect.That(watch.Elapsed < Patience && !portal.process.HasExited);
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }

        return portal;
    }

    /// <summary>Signs in with a demo account that has a factor, and opens the page after it.</summary>
    public async Task SignInAsync()
    {
        using var list = Launch(["demo-accounts", "--json", "--data", data]);
        using var accounts = JsonDocument.Parse(await list.StandardOutput.ReadToEndAsync());
        var account = accounts.RootElement.EnumerateArray().First(one => one.GetProperty("totpSecret").ValueKind == JsonValueKind.String);
        await SubmitAsync("/sign-in", ("Email", account.GetProperty("email").GetString()!), ("Password", account.GetProperty("password").GetString()!));
        var code = Totp.CodeAt(Bytes(account.GetProperty("totpSecret").GetString()!), Totp.StepAt(TimeProvider.System.GetUtcNow()));
        Expect.That(!(await SubmitAsync("/sign-in/code", ("Code", code))).EndsWith("/sign-in/code", StringComparison.Ordinal));
    }

    /// <summary>Starts a verb: by the script where there is a shell for it, so that what it costs counts too.</summary>
    public static Process Launch(string[] words)
    {
        var script = Path.Combine(Root, "portal");
        var start = OperatingSystem.IsWindows() || !File.Exists(script)
            ? new ProcessStartInfo("dotnet", [Path.Combine(Root, "src", "Portal.Web", "bin", "Release", "net10.0", "Portal.Web.dll"), .. words])
            : new ProcessStartInfo("bash", [script, .. words]);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        var process = Process.Start(start)!;
        process.BeginErrorReadLine(); // a full pipe would stop it
        return process;
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        using var stop = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var page = await client.GetAsync("/");
            return page.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<string> SubmitAsync(string page, params (string Name, string Value)[] fields)
    {
        var html = WebUtility.HtmlDecode(await client.GetStringAsync(page));
        var hidden = HiddenField().Matches(html).Select(field => (field.Groups["name"].Value, field.Groups["value"].Value));
        using var body = new FormUrlEncodedContent(hidden.Concat(fields).Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
        using var answer = await client.PostAsync(FormAction().Match(html).Groups["to"].Value, body);
        return answer.RequestMessage!.RequestUri!.AbsolutePath;
    }

    // RFC 4648, as authenticator apps read it.
    private static byte[] Bytes(string base32)
    {
        var bits = string.Concat(base32.TrimEnd('=').Select(letter => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(eight => eight.Length == 8).Select(eight => Convert.ToByte(new string(eight), 2))];
    }

    private static HttpClient ClientOf(int port)
    {
        var handler = new SocketsHttpHandler { CookieContainer = new CookieContainer() };
#pragma warning disable CA5359 // a process started here, on the loopback, with a certificate that it makes itself and data that nobody needs to hide
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        var client = new HttpClient(handler) { BaseAddress = new Uri($"https://localhost:{port}") };
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        client.DefaultRequestHeaders.Add("User-Agent", "bench");
        return client;
    }

    private static string Root => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Parent!.Parent!.Parent!.Parent!.FullName;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HiddenField();

    [GeneratedRegex("<form[^>]* action=\"(?<to>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FormAction();
}
