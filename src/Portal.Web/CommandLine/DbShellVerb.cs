using System.CommandLine;
using Portal.Data.Postgres.Embedded;
using Portal.Features.AuditTrail;
using Portal.Kernel.Access;

namespace Portal.Web.CommandLine;

internal static class DbShellVerb
{
    public static Command Make()
    {
        var data = Verb.Data();
        var sql = new Option<string?>("-c") { Description = "Run this SQL and leave.", HelpName = "SQL" };
        var command = new Command("db-shell", "psql as the embedded cluster's owner (Development only); each use is an audit entry.") { data, sql };
        command.Do(async (parsed, cancel) =>
        {
            if (!InstanceSettings.Read(parsed.GetValue(data)!).IsDevelopment)
            {
                throw new CommandException("The database shell exists in Development only; use your database's own tools and rights elsewhere.");
            }

            await using var opened = await OpenedInstance.OpenAsync(parsed.GetValue(data)!, Verb.Say, cancel);
            await using var services = VerbServices.Over(opened);
            await services.GetRequiredService<OpenDatabaseShell>().ForAsync(Actor.System("db-shell"), cancel);
            return opened.Cluster is { } cluster
                ? await PsqlShell.RunAsync(cluster, parsed.GetValue(sql), cancel)
                : throw new CommandException("The database shell is for the embedded cluster; connect to your own server with psql.");
        });
        return command;
    }
}
