using System.CommandLine;
using Portal.Features.Identity;
using Portal.Features.Patients.Import;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Web.CommandLine;

internal static class ImportFhirVerb
{
    private static readonly Actor Job = Actor.System("import-fhir");

    public static Command Make()
    {
        var paths = new Argument<string[]>("PATH") { Description = "Files (.json, .ndjson, .zip) and folders.", Arity = ArgumentArity.OneOrMore };
        var assign = new Option<string?>("--assign") { Description = "Put the patients into this person's care.", HelpName = "EMAIL" };
        var report = new Option<string?>("--report") { Description = "Write what could not be imported to this new CSV file.", HelpName = "FILE" };
        var (data, json) = (Verb.Data(), Verb.Json());
        var command = new Command("import-fhir", "Import FHIR R4 bundles and resources; again, the same files change nothing.") { paths, assign, report, data, json };
        command.Do(async (parsed, cancel) =>
        {
            using var faults = ImportFaults.To(parsed.GetValue(report));
            await using var opened = await OpenedInstance.OpenAsync(parsed.GetValue(data)!, Verb.Say, cancel);
            await using var services = VerbServices.Over(opened);
            var account = await AccountAsync(services, parsed.GetValue(assign), cancel);
            var result = await services.GetRequiredService<ImportFhir>().ForAsync(Job, parsed.GetValue(paths)!, account, new Lines(), cancel);
            Print(result, parsed.GetValue(json));
            faults.Write(result.FailedFiles);
            return result.FailedFiles.Count == 0 ? 0 : 1;
        });
        return command;
    }

    private static async Task<AccountId?> AccountAsync(IServiceProvider services, string? email, CancellationToken cancel)
    {
        if (email is null)
        {
            return null;
        }

        return await services.GetRequiredService<FindAccount>().ByEmailAsync(Job, email, cancel)
            ?? throw new CommandException("No account has the address given with --assign: check it, or list the demo accounts with ./portal demo-accounts.");
    }

    private static void Print(ImportReport report, bool json)
    {
        if (json)
        {
            Verb.PrintJson(new
            {
                report.Files,
                FailedFiles = report.FailedFiles.Select(failed => failed.File).Distinct(StringComparer.Ordinal).Count(),
                report.Resources,
                report.ByType,
                report.Patients,
                report.Unchanged,
                report.Kept,
                report.Seconds,
                Failures = report.FailedFiles,
            });
        }
        else
        {
            Console.WriteLine($"{report.Files} files, {report.Patients} patients, {report.Resources} resources ({report.Unchanged} unchanged) in {report.Seconds:0.0} s.");
            foreach (var (type, count) in report.ByType.OrderByDescending(pair => pair.Value))
            {
                Console.WriteLine($"  {type,-24} {count,8}");
            }
        }

        if (report.Kept > 0)
        {
            Verb.Say($"{report.Kept} entries were corrected in the portal and stay as they are; what the files say now is stored as their new source.");
        }
    }

    private sealed class Lines : IProgress<ImportProgress>
    {
        private int said = -1;

        public void Report(ImportProgress value)
        {
            if (value.FilesDone != said && value.FilesDone % 5 == 0)
            {
                said = value.FilesDone;
                Verb.Say($"{value.FilesDone} of {value.Files} files, {value.Resources} resources…");
            }
        }
    }
}
