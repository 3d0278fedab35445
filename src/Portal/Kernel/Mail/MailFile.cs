using System.Globalization;

namespace Portal.Kernel.Mail;

/// <summary>A mail as the text of a file that mail programs open (RFC 5322).</summary>
internal static class MailFile
{
    public static string Of(OutgoingMail mail) => string.Join("\r\n",
    [
        $"Date: {DateOf(mail.Date)}",
        $"From: <{mail.From.Address}>",
        $"To: <{mail.To.Address}>",
        $"Subject: {mail.Text.Subject}",
        $"Message-ID: {mail.MessageId}",
        $"{OutgoingMail.Automatic.Key}: {OutgoingMail.Automatic.Value}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        "",
        mail.Text.Body,
    ]);

    /// <summary>A time as headers of mails write it, in UTC.</summary>
    public static string DateOf(DateTimeOffset at) => at.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture);
}
