using Portal.Kernel.Notices;

namespace Portal.Kernel.Mail;

/// <summary>
/// The words of a mail: what happened, where to look, what to do if it was somebody else. Mail is read on the way and on locked screens, so it names nobody, no
/// role, no device and no place; those are told after signing in. The subject is the same for all.
/// </summary>
internal sealed record MailText(string Subject, string Body)
{
    private const string AnySubject = "A notice about your portal account";

    public static MailText Of(NoticeKind kind, Uri portal, string? link = null) => new(
        AnySubject,
        $"""
        {SentenceOf(kind)}

        If this was you or was agreed with you, there is nothing to do. If not, go to the address below without delay, look under "Notices", and change your password; if you cannot sign in, call the front desk.

        {(link is null ? portal : new Uri(portal, link)).AbsoluteUri}

        This mail was sent by the portal; nobody reads answers to it. The portal never asks for your password or a code by mail.

        """.ReplaceLineEndings("\r\n"));

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
        NoticeKind.AccountEnabled => "Your portal account was enabled again.",
        NoticeKind.RolesChanged => "What you may do in the portal was changed.",
        NoticeKind.Activated => "Your portal account was activated.",
        NoticeKind.Locked => "There were too many wrong tries to sign in to your portal account, and it rests for some minutes.",
        NoticeKind.EmailToConfirm => "This address was given for a portal account. Open the link below to confirm it; it works once.",
        NoticeKind.RecoveryWithdrawn => "The help to get back into your portal account was taken back after the password and codes you had were ended; nothing opens it now. Ask for help anew.",
        NoticeKind.RecoveryCodeUsed => "Somebody signed in to your portal account with a recovery code in place of the app.",
        _ => "Something about your portal account was changed.",
    };
}
