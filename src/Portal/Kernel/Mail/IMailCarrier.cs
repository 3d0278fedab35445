namespace Portal.Kernel.Mail;

/// <summary>Takes a mail out of the portal: a mail server, or files in Development.</summary>
internal interface IMailCarrier
{
    /// <summary>Hands the mail over; returns when it was taken.</summary>
    /// <exception cref="MailNotTakenException">It was not taken, and may be tried again.</exception>
    Task SendAsync(OutgoingMail mail, CancellationToken cancel);
}

/// <summary>No carrier took the mail. The exception holds a code of our own, because what servers answer may name the receiver.</summary>
/// <param name="problem">The code.</param>
internal sealed class MailNotTakenException(string problem) : Exception("The mail was not taken.")
{
    public string Problem { get; } = problem;
}
