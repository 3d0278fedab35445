using System.Globalization;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Identity;
using Portal.Kernel.Access;

namespace Portal.Tests.Data.Crash;

/// <summary>One of several processes over one database: for each line "token code time" it posts the code at that moment and says how it ended.</summary>
internal static class CodeRacer
{
    public const string Verb = "code-racer";

    public static async Task RunAsync(string folder)
    {
        await using var portal = await OwnPortal.EnterAsync(DataFolder.Open(folder));
        // The first use of everything is slow: it must not decide the race.
        await portal.Get<ConfirmTotp>().WithCodeAsync(Actor.Anonymous, new string('A', 43), "000000", default);
        Console.WriteLine("ready");
        while (await Console.In.ReadLineAsync() is { Length: > 0 } line)
        {
            var parts = line.Split(' ');
            var start = new DateTimeOffset(long.Parse(parts[2], CultureInfo.InvariantCulture), TimeSpan.Zero);
            SpinWait.SpinUntil(() => TimeProvider.System.GetUtcNow() >= start);
            Console.WriteLine((await portal.Get<ConfirmTotp>().WithCodeAsync(Actor.Anonymous, parts[0], parts[1], default)).Outcome);
        }
    }
}
