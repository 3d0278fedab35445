using Portal.Data.Postgres.Embedded;
using Portal.Kernel.Mail;
using Portal.Kernel.Notices;

namespace Portal.Web.Hosting.Settings;

/// <summary>Reads <c>Portal:Mail</c> and <c>Portal:Notices</c>. Half a mail server refuses the start; none is Development's folder, and elsewhere no mail (ADR 0041).</summary>
internal sealed class MailReader(SettingsReader reader, Uri? url)
{
    private const int Submission = 587; // RFC 6409

    /// <summary>How mail leaves this instance.</summary>
    /// <param name="folder">Where Development's mails are written; <c>null</c> for nowhere.</param>
    /// <param name="local">The portal's address on this machine, for Development.</param>
    /// <exception cref="PortalSetupException">Something is unreadable or set by half.</exception>
    public MailSettings Read(string? folder, Uri local)
    {
        if (reader.Text("Mail:Host") is not { } host)
        {
            RefuseHalf();
            return folder is null ? MailSettings.Off : MailSettings.Files(folder, "portal@localhost", url ?? local);
        }

        var portal = url ?? (folder is null ? throw SettingsReader.Refused("Url", "must name the portal's address, which each mail holds") : local);
        var from = reader.Text("Mail:From") ?? throw SettingsReader.Refused("Mail:From", "must name the address that mails come from");
        try
        {
            return MailSettings.By(ServerAt(host), from, portal);
        }
        catch (FormatException)
        {
            throw SettingsReader.Refused("Mail:From", "must be a mail address");
        }
    }

    /// <summary>How long notices are kept.</summary>
    public NoticeRetention Retention() =>
        new(TimeSpan.FromDays(reader.Number("Notices:KeepDays", unset: NoticeRetention.Default.Read.Days, least: 30, most: 3650)));

    private MailServer ServerAt(string host)
    {
        var (user, password) = (reader.Text("Mail:User"), SecretReader.Read(reader, "Mail:Password"));
        return (user is null) == (password is null)
            ? new MailServer(host, reader.Port("Mail:Port") ?? Submission, user, password)
            : throw SettingsReader.Refused("Mail:User", "and Portal__Mail__Password (or Portal__Mail__PasswordFile) go together: set both or neither");
    }

    private void RefuseHalf()
    {
        foreach (var name in new[] { "Mail:Port", "Mail:From", "Mail:User", "Mail:Password", "Mail:PasswordFile" })
        {
            if (reader.Text(name) is not null)
            {
                throw SettingsReader.Refused(name, "means nothing without the mail server's name in Portal__Mail__Host");
            }
        }
    }
}
