using System.CommandLine;

namespace Portal.Web.CommandLine;

/// <summary>The command line of the portal: one verb a file. Exit code 0 only for success; an error is one sentence on stderr.</summary>
public static class PortalCommands
{
    /// <summary>Runs the verb that the words name.</summary>
    public static async Task<int> RunAsync(string[] words)
    {
        var parsed = Root().Parse(words);
        if (parsed.Errors.Count > 0)
        {
            await Console.Error.WriteLineAsync($"{parsed.Errors[0].Message} See ./portal {parsed.CommandResult.Command.Name} --help.");
            return 1;
        }

        return await parsed.InvokeAsync();
    }

    private static RootCommand Root() => new("The portal.")
    {
        RunVerb.Make(),
        DemoAccountsVerb.Make(),
        ImportFhirVerb.Make(),
        VerifyAuditVerb.Make(),
        MigrateVerb.Make(),
        SeedDemoVerb.Make(),
        DbShellVerb.Make(),
    };
}
