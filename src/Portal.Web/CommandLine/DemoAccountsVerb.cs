using System.CommandLine;
using Portal.Features.Identity;
using Portal.Kernel.Access;

namespace Portal.Web.CommandLine;

internal static class DemoAccountsVerb
{
    public const string Refusal = "Demo accounts and patients exist in Development only: set ASPNETCORE_ENVIRONMENT to Development or make real accounts.";

    public static Command Make()
    {
        var (data, json) = (Verb.Data(), Verb.Json());
        var command = new Command("demo-accounts", "List the demo accounts (Development only).") { data, json };
        command.Do(async (parsed, cancel) =>
        {
            InstanceSettings.Read(parsed.GetValue(data)!).RequireDevelopment(Refusal);
            await using var opened = await OpenedInstance.OpenAsync(parsed.GetValue(data)!, Verb.Say, cancel);
            await using var services = VerbServices.Over(opened);
            var accounts = services.GetRequiredService<DemoAccounts>().List(Actor.System("demo-accounts"));
            if (parsed.GetValue(json))
            {
                Verb.PrintJson(accounts.Select(account => new { account.Email, account.Password, account.TotpSecret, Role = account.Role.ToString() }));
            }
            else
            {
                Console.WriteLine(Table(accounts));
            }

            return 0;
        });
        return command;
    }

    public static string Table(IEnumerable<DemoAccount> accounts) => string.Join('\n', accounts
        .Select(account => $"  {account.Role,-17} {account.Email,-28} {account.Password,-28} {account.TotpSecret ?? "(enrols at first sign-in)"}")
        .Prepend($"  {"Role",-17} {"E-mail",-28} {"Password",-28} TOTP secret"));
}
