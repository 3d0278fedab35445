using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Playwright;

namespace Portal.E2E;

/// <summary>
/// The real thing: the built binary with <c>run</c> on an empty data folder, demo data included, and one browser. It is started once for all
/// journeys; a signed-in browser state is kept per account, because a TOTP code works once.
/// </summary>
public class RunningPortal : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNameCaseInsensitive = true };

    private readonly Chromium chromium = new();
    private readonly EndingCertificate certificate = new();
    private readonly ConcurrentDictionary<string, Task<string>> states = new();
    private readonly ConcurrentDictionary<IPage, DemoPerson> owners = new();
    private readonly ConcurrentQueue<string> output = new();
    private Process? server;

    public string Data { get; } = Path.Combine(Path.GetTempPath(), $"portal-e2e-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..4]}");

    public string Address { get; private set; } = "";

    public IReadOnlyList<DemoPerson> People { get; private set; } = [];

    public async Task InitializeAsync()
    {
        // A busy machine is slow, and no journey measures time.
        Assertions.SetDefaultExpectTimeout(20_000);
        await chromium.InitializeAsync();
        Address = $"https://localhost:{FreePort()}";
        await StartAsync();
        People = JsonSerializer.Deserialize<List<DemoPerson>>((await VerbAsync("demo-accounts", "--json")).Output, Json)!;
    }

    /// <summary>Starts the server at its address, over the data there is.</summary>
    public async Task StartAsync()
    {
        server = Start(["run", "--data", Data, "--port", $"{new Uri(Address).Port}", .. Words]);
        server.OutputDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        server.ErrorDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        await WaitUntilReadyAsync();
    }

    /// <summary>Stops the server as an operator does.</summary>
    public async Task StopAsync()
    {
        if (server is { HasExited: false })
        {
            using var kill = Process.Start("kill", ["-TERM", $"{server.Id}"]);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            await server.WaitForExitAsync(limit.Token);
        }

        server?.Dispose();
        server = null;
    }

    /// <summary>The database stands still until the result is disposed.</summary>
    public IDisposable FreezeDatabase() => new FrozenDatabase(Data);

    /// <summary>What the portal wrote into its log.</summary>
    public async Task<IReadOnlyList<string>> LogAsync()
    {
        var lines = new List<string>();
        foreach (var file in Directory.GetFiles(Path.Combine(Data, "logs"), "portal-*.log"))
        {
            using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            lines.AddRange((await reader.ReadToEndAsync()).Split('\n'));
        }

        return lines;
    }

    /// <summary>Further words of the verb <c>run</c>.</summary>
    protected virtual IReadOnlyList<string> Words => [];

    /// <summary>Configuration beside the defaults.</summary>
    protected virtual IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>();

    public DemoPerson First(string role) =>
        People.First(person => person.Role == role && person.TotpSecret is not null);

    /// <summary>A page signed in as the person.</summary>
    public async Task<IPage> PageAsAsync(DemoPerson person, ViewportSize? viewport = null, ColorScheme scheme = ColorScheme.Light)
    {
        var state = await states.GetOrAdd(person.Email, _ => SignInOnceAsync(person));
        var context = PagesClosedAttribute.Remember(await chromium.Browser.NewContextAsync(new()
        {
            IgnoreHTTPSErrors = true, BaseURL = Address, StorageState = state, ViewportSize = viewport ?? Sizes.Desktop, ColorScheme = scheme,
        }));
        var page = await context.NewPageAsync();
        owners[page] = person;
        return page;
    }

    /// <summary>Confirms, on the page that asks for it, that it is the person whose page it is. A code works once, so this may wait for the next; the new cookie is kept.</summary>
    public async Task ConfirmAsync(IPage page)
    {
        var person = owners[page];
        for (var left = 3; left > 0 && new Uri(page.Url).AbsolutePath == "/account/confirm"; left--)
        {
            var code = Totp.Now(person.TotpSecret!);
            await SignIn.WithCodeAsync(page, code);
            while (new Uri(page.Url).AbsolutePath == "/account/confirm" && Totp.Now(person.TotpSecret!) == code)
            {
                await Task.Delay(500);
            }
        }

        await KeepStateAsync(page);
    }

    /// <summary>Keeps a page's cookies for the next pages of its person: showing the factor again brought a new one.</summary>
    public async Task KeepStateAsync(IPage page) => states[owners[page].Email] = Task.FromResult(await page.Context.StorageStateAsync());

    /// <summary>A page of nobody.</summary>
    public async Task<IPage> NewPageAsync(ViewportSize? viewport = null, ColorScheme scheme = ColorScheme.Light)
    {
        var context = PagesClosedAttribute.Remember(await chromium.Browser.NewContextAsync(new()
        {
            IgnoreHTTPSErrors = true, BaseURL = Address, ViewportSize = viewport ?? Sizes.Desktop, ColorScheme = scheme,
        }));
        return await context.NewPageAsync();
    }

    /// <summary>Runs a verb beside the running portal.</summary>
    public async Task<(int Code, string Output, string Errors)> VerbAsync(params string[] words)
    {
        using var verb = Start([.. words, "--data", Data]);
        var (stdout, stderr) = (verb.StandardOutput.ReadToEndAsync(), verb.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await verb.WaitForExitAsync(limit.Token);
        return (verb.ExitCode, await stdout, await stderr);
    }

    public async Task DisposeAsync()
    {
        await chromium.DisposeAsync();
        await StopAsync();
        certificate.Dispose();
        RemoveData();
    }

    private async Task<string> SignInOnceAsync(DemoPerson person)
    {
        var page = await NewPageAsync();
        await SignIn.WithPasswordAsync(page, person.Email, person.Password);
        await SignIn.WithCodeAsync(page, Totp.Now(person.TotpSecret!));
        page.Url.ShouldNotContain("/sign-in");
        return await page.Context.StorageStateAsync();
    }

    private async Task WaitUntilReadyAsync()
    {
        var browser = await NewPageAsync();
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromMinutes(3) && !server!.HasExited)
        {
            if (await IsReadyAsync(browser))
            {
                return;
            }

            await Task.Delay(200);
        }

        throw new InvalidOperationException($"The portal did not start:\n{string.Join('\n', output)}");
    }

    private static async Task<bool> IsReadyAsync(IPage browser)
    {
        try
        {
            return (await browser.APIRequest.GetAsync("/health/ready")).Ok;
        }
        catch (PlaywrightException)
        {
            return false;
        }
    }

    private Process Start(string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [Binary, .. words])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Clone.Root,
        };
        start.Environment.Remove("ConnectionStrings__Portal");
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["Portal__Url"] = Address; // with a certificate of one's own, passkeys belong to it
        foreach (var (name, value) in certificate.Settings.Concat(Settings))
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    // The same configuration as these tests were built in.
    private static string Binary
    {
        get
        {
            var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
            return Path.Combine(Clone.Root, "src", "Portal.Web", "bin", configuration, "net10.0", "Portal.Web.dll");
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void RemoveData()
    {
        if (Directory.Exists(Data))
        {
            Directory.Delete(Data, recursive: true);
        }
    }
}

/// <summary>A demo account as <c>demo-accounts --json</c> lists it.</summary>
public sealed record DemoPerson(string Email, string Password, string? TotpSecret, string Role);

/// <summary>Window sizes that screens are looked at in.</summary>
public static class Sizes
{
    public static ViewportSize Desktop { get; } = new() { Width = 1280, Height = 900 };

    public static ViewportSize Phone { get; } = new() { Width = 360, Height = 740 };

    /// <summary>WCAG 1.4.10.</summary>
    public static ViewportSize Narrow { get; } = new() { Width = 320, Height = 640 };
}

/// <summary>All journeys share one portal.</summary>
[CollectionDefinition(Name)]
public sealed class PortalCollection : ICollectionFixture<RunningPortal>
{
    public const string Name = "running portal";
}
