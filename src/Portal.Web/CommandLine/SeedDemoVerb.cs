using System.CommandLine;
using Portal.Features.Identity;
using Portal.Features.Patients.Demo;
using Portal.Features.Staff;
using Portal.Kernel.Access;

namespace Portal.Web.CommandLine;

internal static class SeedDemoVerb
{
    public static Command Make()
    {
        var data = Verb.Data();
        var command = new Command("seed-demo", "Add the demo accounts and 200 invented patients (Development only).") { data };
        command.Do(async (parsed, cancel) =>
        {
            InstanceSettings.Read(parsed.GetValue(data)!).RequireDevelopment(DemoAccountsVerb.Refusal);
            await using var opened = await OpenedInstance.OpenAsync(parsed.GetValue(data)!, Verb.Say, cancel);
            await using var services = VerbServices.Over(opened);
            await SeedAsync(services, cancel);
            return 0;
        });
        return command;
    }

    /// <summary>Adds what is missing of the demo data.</summary>
    public static async Task<IReadOnlyList<DemoAccount>> SeedAsync(IServiceProvider services, CancellationToken cancel)
    {
        var actor = Actor.System("seed-demo");
        var accounts = services.GetRequiredService<DemoAccounts>();
        var people = accounts.List(actor);
        var clinicians = people.Where(account => account.Role == Role.Clinician)
            .Select((account, team) => new DemoClinician(account.Id, account.Name, team))
            .Concat(people.Where(account => account.Role == Role.Nurse).Select((account, team) => new DemoClinician(account.Id, account.Name, team)));
        var patient = await services.GetRequiredService<SeedDemoPatients>().ForAsync(actor, [.. clinicians], cancel);
        var made = await accounts.SeedAsync(actor, patient, cancel);
        await services.GetRequiredService<DemoStaff>().SeedAsync(actor, made, cancel);
        return made;
    }
}
