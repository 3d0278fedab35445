namespace Portal.Data.Notices;

/// <summary>When a mail that was not taken is tried again, and when it is given up.</summary>
internal static class MailPlan
{
    /// <summary>How long a node may take for a try. After that another one may take the mail over.</summary>
    public static readonly TimeSpan Claim = TimeSpan.FromMinutes(5);

    /// <summary>How long a mail that was given up stays to be seen.</summary>
    public static readonly TimeSpan KeepFailed = TimeSpan.FromDays(30);

    /// <summary>How long the link in a mail works. A mail is not sent after that: it would lead to a page that refuses.</summary>
    public static readonly TimeSpan LinkTime = TimeSpan.FromHours(24);

    // Together just under two days: a mail server that is down over a week-end night loses nothing, and a notice that is older helps nobody.
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1),
        TimeSpan.FromHours(3), TimeSpan.FromHours(6), TimeSpan.FromHours(12), TimeSpan.FromHours(24),
    ];

    /// <summary>When it is tried next; <c>null</c> when it is given up.</summary>
    public static DateTimeOffset? NextAfter(Mail mail, DateTimeOffset now) =>
        PauseAfter(mail.Tries) is { } pause && !IsTooLate(mail, now + pause) ? now + pause : null;

    /// <summary>Whether nothing is gained by sending it any more.</summary>
    public static bool IsTooLate(Mail mail, DateTimeOffset now) => mail.Link is not null && now >= mail.CreatedAt + LinkTime;

    /// <summary>How long to wait after so many tries; <c>null</c> when it is given up.</summary>
    public static TimeSpan? PauseAfter(int tries) => tries > Pauses.Length ? null : Pauses[Math.Max(tries, 1) - 1];
}
