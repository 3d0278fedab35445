using System.CommandLine;
using System.Runtime.InteropServices;
using Portal.Data.Postgres.Embedded;
using Portal.Features.AuditTrail;
using Portal.Kernel.Access;

namespace Portal.Web.CommandLine;

internal static class DbShellVerb
{
    public const string Name = "db-shell";

    public static Command Make()
    {
        var data = Verb.Data();
        var sql = new Option<string?>("-c") { Description = "Run this SQL and leave.", HelpName = "SQL" };
        var command = new Command(Name, "psql as the embedded cluster's owner (Development only); each use is an audit entry.") { data, sql };
        command.Do((parsed, _) => RunAsync(parsed.GetValue(data)!, parsed.GetValue(sql)));
        return command;
    }

    private static async Task<int> RunAsync(string data, string? sql)
    {
        var settings = InstanceSettings.Read(data);
        settings.RequireDevelopment("The database shell exists in Development only: use your database's own tools and rights elsewhere.");
        if (settings.Server is not null)
        {
            throw new CommandException("The database shell is for the embedded cluster: connect to your own server with psql.");
        }

        // Ctrl-C belongs to psql, where it stops a query; only SIGTERM ends the shell.
        using var stop = new CancellationTokenSource();
        using var signal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, asked =>
        {
            asked.Cancel = true;
            stop.Cancel();
        });
        await using var opened = await OpenedInstance.OpenAsync(data, Verb.Say, stop.Token);
        await using var services = VerbServices.Over(opened);
        await services.GetRequiredService<OpenDatabaseShell>().ForAsync(Actor.System(Name), stop.Token);
        return await PsqlShell.RunAsync(opened.Cluster!, sql, stop.Token);
    }
}
