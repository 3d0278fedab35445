using System.CommandLine;

namespace Portal.Web.CommandLine;

internal static class MigrateVerb
{
    public static Command Make()
    {
        var data = Verb.Data();
        var command = new Command("migrate", "Bring the database to the newest version and set the roles' rights.") { data };
        command.Do(async (parsed, cancel) =>
        {
            await using var opened = await OpenedInstance.OpenAsync(parsed.GetValue(data)!, Verb.Say, cancel);
            Console.WriteLine("The database is at the newest version.");
            return 0;
        });
        return command;
    }
}
