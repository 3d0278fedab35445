using Portal.Tests.Data.Crash;

namespace Portal.Tests;

/// <summary>Started by <see cref="CrashTests"/> as a process of its own; the test runner does not come through here.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is not [CrashVictim.Verb, _, _, _])
        {
            await Console.Error.WriteLineAsync("Run the tests with `dotnet test`.");
            return 1;
        }

        await CrashVictim.RunAsync(arguments);
        return 0;
    }
}
