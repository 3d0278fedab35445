using System.CommandLine;
using System.Globalization;
using Portal.Features.Identity.Invitations;
using Portal.Kernel.Access;

namespace Portal.Web.CommandLine;

internal static class CreateAdminVerb
{
    private const string Name = "create-admin";

    public static Command Make()
    {
        var email = new Argument<string>("EMAIL") { Description = "The address that the administrator will sign in with." };
        var url = PortalAddress.Option();
        var again = new Option<bool>("--again") { Description = "Make a new link although one still works, or was used by somebody who was never in; the old link or account ends." };
        var (data, json) = (Verb.Data(), Verb.Json());
        var command = new Command(Name, "Print the one-time link (24 hours) with which the first administrator sets up an account.") { email, url, again, data, json };
        command.Do(async (parsed, cancel) =>
        {
            var portal = PortalAddress.Of(parsed.GetValue(url), parsed.GetValue(data)!);
            await using var opened = await OpenedInstance.OpenAsync(parsed.GetValue(data)!, Verb.Say, cancel);
            await using var services = VerbServices.Over(opened);
            var result = await services.GetRequiredService<InviteFirstAdministrator>()
                .ForAsync(Actor.System(Name), parsed.GetValue(email)!, parsed.GetValue(again), cancel);
            Print(result.Link ?? throw new CommandException(SentenceOf(result.Outcome)), portal, parsed.GetValue(json));
            return 0;
        });
        return command;
    }

    private static void Print(ActivationLink link, Uri portal, bool json)
    {
        if (json)
        {
            Verb.PrintJson(new { Link = link.At(portal), link.ExpiresAt });
            return;
        }

        // The link alone on stdout, so that it can be piped; what to do with it is for people.
        Verb.Say($"Open this link in a browser, once, before {link.ExpiresAt.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)}:");
        Console.WriteLine(link.At(portal));
    }

    private static string SentenceOf(InvitationOutcome outcome) => outcome switch
    {
        InvitationOutcome.AdministratorExists => "An administrator is set up already: further ones are invited in the portal, on the page People, and recover-admin helps one who cannot sign in any more.",
        InvitationOutcome.LinkExists => "A link for the first administrator was made before and still works: use it, or end it and make a new one with --again.",
        InvitationOutcome.NeverIn =>
            "An administrator set a password and was never in: let that person sign in, or give the account up and make a new link with --again.",
        _ => "This address has an account already: give another one.",
    };
}
