using System.CommandLine;
using Portal.Features.AuditTrail;
using Portal.Kernel.Access;

namespace Portal.Web.CommandLine;

internal static class VerifyAuditVerb
{
    public static Command Make()
    {
        var (data, json) = (Verb.Data(), Verb.Json());
        var command = new Command("verify-audit", "Check every entry of the audit log.") { data, json };
        command.Do(async (parsed, cancel) =>
        {
            await using var opened = await OpenedInstance.OpenAsync(parsed.GetValue(data)!, Verb.Say, cancel);
            await using var services = VerbServices.Over(opened);
            var found = await services.GetRequiredService<VerifyAudit>().ForAsync(Actor.System("verify-audit"), cancel);
            if (parsed.GetValue(json))
            {
                Verb.PrintJson(found);
            }
            else if (found.Ok)
            {
                Console.WriteLine(Whole(found));
            }

            return found.Ok ? 0 : Broken(found);
        });
        return command;
    }

    private static string Whole(AuditVerification found) =>
        $"{found.Entries} entries, each as it was written (their MACs were checked; blocks are not sealed yet, so that a deleted entry would not be found).";

    private static int Broken(AuditVerification found)
    {
        Verb.Say($"The entry {found.FirstBad} was {found.Kind} after it was written ({found.Entries} entries read): keep the database as it is and tell the compliance officer.");
        return 1;
    }
}
