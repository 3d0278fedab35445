using System.CommandLine;
using System.CommandLine.Help;

namespace Portal.Web.CommandLine;

/// <summary>The command line of the portal: one verb a file. Exit code 0 only for success; an error is one sentence on stderr.</summary>
public static class PortalCommands
{
    // Long enough to end circuits and stop the cluster cleanly; by default it would be two seconds, and the cluster would stay behind.
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(30);

    /// <summary>Runs the verb that the words name.</summary>
    public static async Task<int> RunAsync(string[] words)
    {
        var parsed = Root().Parse(words);
        if (parsed.Errors.Count > 0)
        {
            await Console.Error.WriteLineAsync($"{parsed.Errors[0].Message.TrimEnd('.')}: see ./portal{NameOf(parsed)} --help.");
            return 1;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = parsed.CommandResult.Command.Name == DbShellVerb.Name ? null : TimeToStop,
        });
    }

    private static string NameOf(ParseResult parsed) =>
        parsed.CommandResult.Parent is null ? "" : $" {parsed.CommandResult.Command.Name}";

    private static Command Root() => new("portal", "The portal.")
    {
        new HelpOption { Recursive = true },
        RunVerb.Make(),
        CreateAdminVerb.Make(),
        RecoverAdminVerb.Make(),
        DemoAccountsVerb.Make(),
        ImportFhirVerb.Make(),
        VerifyAuditVerb.Make(),
        RetireAuditVerb.Make(),
        AuditKeyVerb.Make(),
        AccessReviewVerb.Make(),
        MigrateVerb.Make(),
        SeedDemoVerb.Make(),
        DbShellVerb.Make(),
        SbomVerb.Make(),
    };
}
