using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Portal.Features.Identity;
using Portal.Kernel.Access;
using Portal.Web.Hosting;
using Portal.Web.Hosting.Settings;

namespace Portal.Web.CommandLine;

internal static class RunVerb
{
    public static Command Make()
    {
        var data = Verb.Data();
        var port = new Option<int?>("--port") { Description = $"The port of https (default: Portal__Https__Port, or {HttpsSettings.DefaultPort}).", HelpName = "N" };
        var noDemo = new Option<bool>("--no-demo") { Description = "Add no demo accounts and patients." };
        var command = new Command("run", "Start the portal: embedded PostgreSQL, migrations, demo data, https on localhost.") { data, port, noDemo };
        command.Do((parsed, cancel) => RunAsync(parsed.GetValue(data)!, parsed.GetValue(port), parsed.GetValue(noDemo), cancel));
        return command;
    }

    private static async Task<int> RunAsync(string data, int? asked, bool noDemo, CancellationToken cancel)
    {
        var https = InstanceSettings.Read(data).Shell.Https;
        var port = asked ?? https.Port;
        CheckPort(port, "--port");
        CheckPort(https.RedirectPort ?? port, "Portal__Http__Port");
        var folder = Portal.Data.Postgres.Embedded.DataFolder.Open(data);
        using var alone = folder.LockRun();
        if (!await MakeAsync(InstanceSettings.Read(data), folder, noDemo, cancel))
        {
            return 1;
        }

        Verb.Say("Opening the database…");
        ILogger? log = null;
        await using var opened = await OpenedInstance.OpenAsync(data, Say, cancel);
        await using var app = PortalHost.Build(opened.Portal, new PortalHostOptions(port, opened.Settings.Environment, opened.Folder.Certs, opened.Folder.Logs) { Mail = opened.Folder.Mail, Emergency = opened.Folder.Emergency });
        await RefuseDemoAccountsAsync(app.Services, opened.Settings, cancel);
        var accounts = await SeedAsync(app.Services, opened.Settings, noDemo, cancel);
        log = app.Logger;
        // What opening left behind would otherwise be held while the app rests.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        await app.StartAsync(cancel);
        app.Logger.LogInformation("Serving in {Environment}.", opened.Settings.Environment);
        Console.WriteLine(Welcome(opened.Settings.Shell, port, accounts));
        await app.WaitForShutdownAsync(cancel);
        Verb.Say("Stopping…");
        app.Logger.LogInformation("Stopped.");
        return 0;

        // What the cluster says while the portal serves (it ended, it runs again, its disk is full) belongs into the log too.
        void Say(string line)
        {
            Verb.Say(line);
            log?.LogWarning("{Line}", line);
        }
    }

    private static async Task<bool> MakeAsync(InstanceSettings settings, Portal.Data.Postgres.Embedded.DataFolder folder, bool noDemo, CancellationToken cancel)
    {
        if (settings.Server is not null || Directory.Exists(folder.Pg))
        {
            return true;
        }

        Verb.Say("Making a new instance…");
        return await FirstStart.RunAsync(settings.Data, withDemo: settings.IsDevelopment && !noDemo, cancel);
    }

    private static async Task<IReadOnlyList<DemoAccount>> SeedAsync(IServiceProvider services, InstanceSettings settings, bool noDemo, CancellationToken cancel)
    {
        if (noDemo || !settings.IsDevelopment)
        {
            return [];
        }

        Verb.Say("Looking after the demo data…");
        return await SeedDemoVerb.SeedAsync(services, cancel);
    }

    /// <summary>Credentials that a verb prints must open nothing where real people's data is.</summary>
    private static async Task RefuseDemoAccountsAsync(IServiceProvider services, InstanceSettings settings, CancellationToken cancel)
    {
        if (!settings.IsDevelopment && await services.GetRequiredService<DemoAccounts>().AnyExistAsync(Actor.System("run"), cancel))
        {
            throw new CommandException("This instance holds demo accounts, which exist in Development only: start a fresh one with --data or another database.");
        }
    }

    // Asked before anything is set up: the database must not start for nothing.
    private static void CheckPort(int port, string setting)
    {
        if (port is < 1 or > 65535)
        {
            throw new CommandException($"The port must be a number from 1 to 65535: choose another one with {setting}.");
        }

        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
        }
        catch (SocketException)
        {
            throw new CommandException($"The port {port} is taken or not allowed: choose another one with {setting}.");
        }
    }

    private static string Welcome(PortalSettings shell, int port, IReadOnlyList<DemoAccount> accounts)
    {
        var host = shell.Https.Address is { } one && !one.Equals(IPAddress.IPv6Any) && !one.Equals(IPAddress.Any) ? new UriBuilder(Uri.UriSchemeHttps, $"{one}").Host : "localhost";
        var address = $"The portal serves at https://{host}:{port} (Ctrl-C stops it).";
        return accounts.Count == 0
            ? address
            : $"{address}\n\nDemo accounts (the browser warns of the local certificate once):\n{DemoAccountsVerb.Table(accounts)}\n\nAdd a secret to an authenticator app, or let ./portal demo-accounts --json give it to a script.";
    }
}
