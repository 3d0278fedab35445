using Portal.Kernel.Notices;

namespace Portal.Kernel.Mail;

/// <summary>
/// The words of a mail: what happened, where to look, what to do if it was somebody else. Mail is read on the way and on locked screens, so it names nobody, no
/// role, no device and no place; those are told after signing in. The subject is the same for all notices about accounts.
/// </summary>
internal sealed record MailText(string Subject, string Body)
{
    private const string AnySubject = "A notice about your portal account";

    private const string Foot = "This mail was sent by the portal; nobody reads answers to it. The portal never asks for your password or a code by mail.";

    /// <summary>The words for a kind.</summary>
    /// <param name="kind">What happened.</param>
    /// <param name="portal">The portal's address.</param>
    /// <param name="link">The path of a one-time link, for the kind that is sent for its sake.</param>
    public static MailText Of(NoticeKind kind, Uri portal, string? link = null) => kind switch
    {
        NoticeKind.EmailToConfirm => ToConfirm(new Uri(portal, link ?? "").AbsoluteUri),
        NoticeKind.CertificateEnds => CertificateEnds(portal.AbsoluteUri),
        NoticeKind.AuditTrouble => AuditTrouble(portal.AbsoluteUri),
        NoticeKind.Report => Report(portal.AbsoluteUri),
        NoticeKind.GlassQuestion => Waits("A question about an emergency access waits for your answer in the portal.", portal.AbsoluteUri),
        NoticeKind.GlassAnswered => Waits("What you asked about an emergency access was answered in the portal.", portal.AbsoluteUri),
        NoticeKind.GlassReviewOverdue => Waits("The review of an emergency access is overdue in the portal.", portal.AbsoluteUri),
        NoticeKind.AccessReviewWaits => Waits("You are named to decide about colleagues' access in the portal.", portal.AbsoluteUri),
        NoticeKind.AccessReviewSoon => Waits("A review of colleagues' access ends soon, and decisions of yours are missing.", portal.AbsoluteUri),
        NoticeKind.AccessReviewLate => Waits("A review of access in the portal is not fully decided.", portal.AbsoluteUri),
        NoticeKind.EmergencyAccess => EmergencyAccess(portal.AbsoluteUri),
        NoticeKind.UnusedSoon => UnusedSoon(portal.AbsoluteUri),
        NoticeKind.LeftWithAccount => LeftWithAccount(portal.AbsoluteUri),
        NoticeKind.PolicyToRead => Policy("A policy of the house that concerns your work waits in the portal to be read and acknowledged.", portal.AbsoluteUri),
        NoticeKind.PolicyReminder => Policy("A policy of the house that concerns your work still waits in the portal to be read and acknowledged.", portal.AbsoluteUri),
        NoticeKind.PolicyDrift => Policy("Who may do what in the portal is no longer as the signed policy says.", portal.AbsoluteUri),
        _ => OnAccount(SentenceOf(kind), portal.AbsoluteUri),
    };

    private static MailText OnAccount(string sentence, string portal) => Of(
        AnySubject,
        $"""
        {sentence}

        If this was you, or was agreed with you, there is nothing to do.

        If not, sign in without delay at the address below, look under "Notices", and change your password. If you cannot sign in, call the front desk; staff call an administrator of the portal.

        {portal}
        """);

    // It may reach somebody who has nothing to do with the portal: nothing about an account is said, and doing nothing is safe.
    private static MailText ToConfirm(string link) => Of(
        "Please confirm your e-mail address",
        $"""
        This address was given for an account of the portal. To confirm it, open the link below within 24 hours; it works once.

        {link}

        If you know nothing of this, delete this mail: without the link the address is not used.
        """);

    private static MailText CertificateEnds(string portal) => Of(
        "The portal's certificate ends soon",
        $"""
        The certificate of the portal ends soon. From then on browsers refuse to open the portal, and nobody can work with it.

        Put the new certificate in the place of the old one's file; the portal takes it by itself, without a restart. The day of its end stands under "Notices" and on the start page of administrators.

        {portal}
        """);

    private static MailText AuditTrouble(string portal) => Of(
        "The portal's audit log needs you",
        $"""
        Something about the portal's audit log needs a compliance officer without delay. What it is stands under "Notices" in the portal.

        Keep the database as it is, and speak with whoever looks after the machine.

        {portal}
        """);

    private static MailText Report(string portal) => Of(
        "A report lies ready in the portal",
        $"""
        A report that a colleague scheduled for you lies ready. It stands under "Notices" in the portal.

        {portal}
        """);

    private static MailText UnusedSoon(string portal) => Of(
        AnySubject,
        $"""
        Nobody has signed in with your portal account for some weeks. It is closed within days unless you do; an administrator can open it again.

        To keep it open, sign in at the address below.

        {portal}
        """);

    private static MailText LeftWithAccount(string portal) => Of(
        "An account of the portal should be looked at",
        $"""
        By the staff directory somebody has left whose portal account is still open. Who it is stands under "Notices" in the portal.

        Disable the account, or correct the last day in the directory.

        {portal}
        """);

    // What was opened is health data, and that the person is a patient is as well: the mail says neither.
    private static MailText EmergencyAccess(string portal) => Of(
        "There is something to read in the portal",
        $"""
        There is a notice for you in the portal. To read it, sign in at the address below and look under "Notices".

        {portal}
        """);

    private static MailText Policy(string sentence, string portal) => Of(
        "A policy waits for you in the portal",
        $"""
        {sentence} It stands there under "Policies".

        {portal}
        """);

    private static MailText Waits(string sentence, string portal) => Of(
        "Something waits for you in the portal",
        $"""
        {sentence} More stands there under "Notices".

        {portal}
        """);

    private static MailText Of(string subject, string body) => new(subject, $"{body}\n\n{Foot}\n".ReplaceLineEndings("\r\n"));

    private static string SentenceOf(NoticeKind kind) => kind switch
    {
        NoticeKind.NewDevice => "Somebody signed in to your portal account with a browser that was not used for it before.",
        NoticeKind.PasswordChanged => "The password of your portal account was changed.",
        NoticeKind.EmailChanged => "The e-mail address of your portal account was changed.",
        NoticeKind.AppChanged => "The authenticator app of your portal account was changed.",
        NoticeKind.RecoveryCodesChanged => "New recovery codes were made for your portal account; the old ones no longer work.",
        NoticeKind.PasskeyAdded => "A passkey was added to your portal account.",
        NoticeKind.PasskeyRemoved => "A passkey was removed from your portal account.",
        NoticeKind.RecoveryOpened => "Somebody asked for help to get back into your portal account.",
        NoticeKind.RecoveryConfirmed => "Your portal account can be set up anew; the password and codes you had no longer work.",
        NoticeKind.RecoveryDeclined => "A request to get back into your portal account was declined.",
        NoticeKind.AccountDisabled => "Your portal account was disabled.",
        NoticeKind.DisabledUnused => "Your portal account was closed because nobody had signed in with it for weeks. An administrator can open it again.",
        NoticeKind.AccountEnabled => "Your portal account was enabled again.",
        NoticeKind.RolesChanged => "What you may do in the portal was changed.",
        NoticeKind.Activated => "Your portal account was activated.",
        NoticeKind.Locked => "There were too many wrong tries to sign in to your portal account, and it rests for some minutes.",
        NoticeKind.RecoveryWithdrawn => "The help to get back into your portal account was taken back after the password and codes you had were ended; nothing opens it now. Ask for help anew.",
        NoticeKind.RecoveryCodeUsed => "Somebody signed in to your portal account with a recovery code in place of the app.",
        _ => "Something about your portal account was changed.",
    };
}
