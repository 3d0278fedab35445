using System.CommandLine;
using System.Globalization;
using Portal.Features.Identity.Recovery;
using Portal.Kernel.Access;
using Portal.Kernel.Mail;
using Portal.Web.Hosting.Settings;

namespace Portal.Web.CommandLine;

internal static class RecoverAdminVerb
{
    private const string Name = "recover-admin";

    public static Command Make()
    {
        var email = new Argument<string>("EMAIL") { Description = "The address that the administrator signs in with." };
        var url = PortalAddress.Option();
        var others = new Option<bool>("--others-cannot")
        {
            Description = "Say that the other administrators cannot sign in either; refused when one of them was in during the last three days.",
        };
        var (data, json) = (Verb.Data(), Verb.Json());
        var command = new Command(
            Name, "Print the one-time link (24 hours) with which the last administrator gets back in who lost password or app. What opened the account before ends at once.")
        {
            email, url, others, data, json,
        };
        command.Do(async (parsed, cancel) =>
        {
            var portal = PortalAddress.Of(parsed.GetValue(url), parsed.GetValue(data)!);
            await using var opened = await OpenedInstance.OpenAsync(parsed.GetValue(data)!, Verb.Say, cancel);
            await using var services = VerbServices.Over(opened, MailOf(opened, portal));
            var result = await services.GetRequiredService<RecoverAdministrator>()
                .ForAsync(Actor.System(Name), parsed.GetValue(email)!, parsed.GetValue(others), cancel);
            Print(result.Link ?? throw new CommandException(SentenceOf(result.Outcome)), portal, parsed.GetValue(json));
            return 0;
        });
        return command;
    }

    // The person is told by mail as of any recovery; the portal sends it when it runs.
    private static MailSettings MailOf(OpenedInstance opened, Uri portal)
    {
        var settings = opened.Settings;
        return new MailReader(new SettingsReader(settings.Configuration), settings.Shell.Url).Read(settings.IsDevelopment ? opened.Folder.Mail : null, portal);
    }

    private static void Print(RecoveryLink link, Uri portal, bool json)
    {
        if (json)
        {
            Verb.PrintJson(new { Link = link.At(portal), link.ExpiresAt });
            return;
        }

        Verb.Say(
            "The old password, app, recovery codes, passkeys and sessions of this account have ended. Open this link in a browser, once, before "
            + $"{link.ExpiresAt.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)}:");
        Console.WriteLine(link.At(portal));
    }

    private static string SentenceOf(RecoveryOutcome outcome) => outcome switch
    {
        RecoveryOutcome.OthersCan =>
            "Another administrator can help, on the page People with Recover: say --others-cannot when none of them can sign in, and none was in during the last three days.",
        _ => "No administrator's account that is open has this address: look at its spelling, or let another administrator enable it.",
    };
}
