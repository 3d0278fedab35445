using Portal.Tests.Data.Crash;
using Portal.Tests.Kernel.Audit.Checkpoints;
using Portal.Tests.Kernel.Audit.Feeds;
using Portal.Tests.Kernel.Mail;

namespace Portal.Tests;

/// <summary>Started by <see cref="CrashTests"/> and <see cref="TwoProcessesTests"/> as a process of its own; the test runner does not come through here.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case [CrashVictim.Verb, _, _, _, ..]:
                await CrashVictim.RunAsync(arguments);
                return 0;
            case [CodeRacer.Verb, var folder]:
                await CodeRacer.RunAsync(folder);
                return 0;
            case [MailSender.Verb, var port, var times]:
                await MailSender.RunAsync(port, times);
                return 0;
            case [FeedSender.Verb, var port]:
                await FeedSender.RunAsync(port);
                return 0;
            case [BucketSender.Verb, var port]:
                await BucketSender.RunAsync(port);
                return 0;
            default:
                await Console.Error.WriteLineAsync("Run the tests with `dotnet test`.");
                return 1;
        }
    }
}
