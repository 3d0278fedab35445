using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Security.Authentication;
using System.Text;
using Portal.Kernel.Outbound;

namespace Portal.Kernel.Mail;

/// <summary>
/// Speaks to the mail server: always by STARTTLS, never in the open, and with the machine's own check of the server's certificate and name. One connection a mail;
/// notices are few.
/// </summary>
internal sealed class SmtpCarrier(MailServer server, OutboundHosts hosts) : IMailCarrier
{
    // What a client that does not hear of the end of its time gets to stop.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>How long a try may take. With a grace it is shorter than the outbox's claim, so that nobody else takes the mail while this one still waits.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(1);

    public async Task SendAsync(OutgoingMail mail, CancellationToken cancel)
    {
        hosts.Require(server.Host, server.Port);
        // EnableSsl is STARTTLS here: a server that does not offer it, or whose certificate is not trusted for this name, gets nothing.
        using var client = new SmtpClient(server.Host, server.Port) { EnableSsl = true, UseDefaultCredentials = false, DeliveryFormat = SmtpDeliveryFormat.International };
        if (server.User is not null)
        {
            client.Credentials = new NetworkCredential(server.User, server.Password);
        }

        using var message = MessageOf(mail);
        // Ends the sending and not the waiting alone: a mail that goes out later would go out twice.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            await client.SendMailAsync(message, patience.Token).WaitAsync(Patience + Grace, cancel);
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            throw new MailNotTakenException(ProblemOf(failure));
        }
    }

    private static MailMessage MessageOf(OutgoingMail mail)
    {
        var message = new MailMessage(mail.From, mail.To)
        {
            Subject = mail.Text.Subject,
            Body = mail.Text.Body,
            BodyEncoding = Encoding.UTF8,
            BodyTransferEncoding = TransferEncoding.QuotedPrintable,
            IsBodyHtml = false,
        };
        message.Headers["Message-ID"] = mail.MessageId;
        message.Headers[OutgoingMail.Automatic.Key] = OutgoingMail.Automatic.Value;
        return message;
    }

    private static string ProblemOf(Exception failure) => failure switch
    {
        _ when Within<AuthenticationException>(failure) => "certificate",
        TimeoutException or OperationCanceledException => "no-answer",
        SmtpException { StatusCode: var code and not SmtpStatusCode.GeneralFailure } => $"smtp-{(int)code}",
        _ => "connection",
    };

    private static bool Within<T>(Exception? failure) => failure is not null && (failure is T || Within<T>(failure.InnerException));
}
