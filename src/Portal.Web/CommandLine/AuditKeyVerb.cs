using System.CommandLine;
using Portal.Features.AuditTrail.Exports;
using Portal.Kernel.Access;

namespace Portal.Web.CommandLine;

/// <summary>Prints the public key that signs checkpoints and exports: whoever checks them elsewhere gets it by another way than the export.</summary>
internal static class AuditKeyVerb
{
    private const string Name = "audit-key";

    public static Command Make()
    {
        var (data, json) = (Verb.Data(), Verb.Json());
        var command = new Command(Name, "Print the public key that signs the audit log's checkpoints and exports, with its fingerprint.") { data, json };
        command.Do(async (parsed, cancel) =>
        {
            await using var opened = await OpenedInstance.OpenAsync(parsed.GetValue(data)!, Verb.Say, cancel);
            await using var services = VerbServices.Over(opened);
            var key = services.GetRequiredService<ShowAuditKey>().For(Actor.System(Name)) ?? throw new CommandException("This instance has no key for checkpoints yet: start the portal once.");
            if (parsed.GetValue(json))
            {
                Verb.PrintJson(new { key.Id, key.Fingerprint, key.Pem });
            }
            else
            {
                Console.WriteLine(key.Pem);
                Console.WriteLine($"Fingerprint (SHA-256): {key.Fingerprint}");
            }

            return 0;
        });
        return command;
    }
}
