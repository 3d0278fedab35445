using System.Diagnostics;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Identity;
using Portal.Features.Identity.Factors;
using Portal.Kernel.Access;
using Portal.Tests.Data.Embedded;

namespace Portal.Tests.Data.Crash;

/// <summary>Two portals, each a process of its own, over one database.</summary>
public sealed class TwoProcessesTests
{
    private const string Password = "correct horse battery";

    [LinuxFact]
    [Trait("Norm", "ASVS 6.5.1")]
    public async Task Of_two_processes_that_get_one_code_at_the_same_moment_exactly_one_opens_a_session()
    {
        var folder = DataFolder.Open(TestCluster.NewFolderPath());
        try
        {
            await using var portal = await OwnPortal.EnterAsync(folder);
            using var left = Start(folder);
            using var right = Start(folder);
            await ReadyAsync(left);
            await ReadyAsync(right);
            for (var round = 0; round < 6; round++)
            {
                (await RaceAsync(portal, left, right)).ShouldBe([nameof(FactorOutcome.Refused), nameof(FactorOutcome.SignedIn)], ignoreOrder: true);
            }

            await EndAsync(left);
            await EndAsync(right);
        }
        finally { TestCluster.Remove(folder); }
    }

    // Each process has a waiting session of its own: it is the code that only one may use.
    private static async Task<string?[]> RaceAsync(OwnPortal portal, Process left, Process right)
    {
        var (email, secret) = ($"{Guid.NewGuid():N}@people.example", Guid.NewGuid().ToByteArray().Concat(new byte[4]).ToArray());
        await portal.Get<CreateAccount>().ForAsync(Actor.System("test"), new NewAccount(email, "Test", Password, Role.Clinician) { TotpSecret = secret }, default);
        var (one, two) = (await PasswordAsync(portal, email), await PasswordAsync(portal, email));
        var code = Totp.CodeAt(secret, Totp.StepAt(TimeProvider.System.GetUtcNow()));
        var start = TimeProvider.System.GetUtcNow().AddMilliseconds(150).UtcTicks;
        await left.StandardInput.WriteLineAsync($"{one} {code} {start}");
        await right.StandardInput.WriteLineAsync($"{two} {code} {start}");
        return await Task.WhenAll(left.StandardOutput.ReadLineAsync(), right.StandardOutput.ReadLineAsync()).WaitAsync(TimeSpan.FromSeconds(60));
    }

    private static async Task<string> PasswordAsync(OwnPortal portal, string email) =>
        (await portal.Get<SignIn>().WithPasswordAsync(Actor.Anonymous, email, Password, default))!.Token;

    private static Process Start(DataFolder folder)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(TwoProcessesTests).Assembly.Location, CodeRacer.Verb, folder.Root])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        })!;
        process.StandardInput.AutoFlush = true;
        return process;
    }

    private static async Task ReadyAsync(Process process) =>
        (await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60))).ShouldBe("ready");

    private static async Task EndAsync(Process process)
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        process.ExitCode.ShouldBe(0);
    }
}
