using System.CommandLine;
using Portal.Features.AuditTrail;
using Portal.Kernel.Access;
using Portal.Web.Hosting.Settings;

namespace Portal.Web.CommandLine;

internal static class RetireAuditVerb
{
    private const string Name = "retire-audit";

    public static Command Make()
    {
        var to = new Option<string?>("--to") { Description = "The folder that archives are written to.", HelpName = "FOLDER" };
        var isDry = new Option<bool>("--dry-run") { Description = "Say what would be retired and change nothing." };
        var data = Verb.Data();
        var command = new Command(Name, "Archive and drop months of the audit log that were kept for their time (six years at least).") { to, isDry, data };
        command.Do(async (parsed, cancel) =>
        {
            var (folder, dry) = (parsed.GetValue(to), parsed.GetValue(isDry));
            if (dry == (folder is not null))
            {
                throw new CommandException("Give --dry-run to look, or --to FOLDER to retire.");
            }

            await using var opened = await OpenedInstance.OpenAsync(parsed.GetValue(data)!, Verb.Say, cancel);
            var years = RetentionReader.KeepYears(new SettingsReader(opened.Settings.Configuration));
            await using var services = VerbServices.Over(opened);
            try
            {
                var months = await services.GetRequiredService<RetireAudit>().ForAsync(Actor.System(Name), new RetireRequest(years, folder is null ? null : Path.GetFullPath(folder)), cancel);
                Tell(months, years);
                return months.Any(month => month.Refused is not null) ? 1 : 0;
            }
            catch (InvalidOperationException refused)
            {
                throw new CommandException(refused.Message);
            }
        });
        return command;
    }

    private static void Tell(IReadOnlyList<RetiredMonth> months, int years)
    {
        if (months.Count == 0)
        {
            Console.WriteLine($"No month of the audit log is older than {years} years.");
        }

        foreach (var month in months)
        {
            Console.WriteLine(
                month.Refused is { } why ? $"{month.Month:yyyy-MM} is not retired and stays as it is: {why}"
                : month.Archive is null
                ? $"{month.Month:yyyy-MM}: {month.Entries} entries hold and could be retired."
                : $"{month.Month:yyyy-MM}: {month.Entries} entries are retired; their archive is {month.Archive}");
        }
    }
}
