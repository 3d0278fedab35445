namespace Portal.Kernel.Notices;

/// <summary>What a person is told about the own account. The number is stored and never changes; new kinds come at the end.</summary>
public enum NoticeKind
{
    /// <summary>A sign-in from a device that the account was never used on before (ASVS 6.3.5).</summary>
    NewDevice = 1,

    /// <summary>The password was changed.</summary>
    PasswordChanged = 2,

    /// <summary>The e-mail address was changed; the old one is told too.</summary>
    EmailChanged = 3,

    /// <summary>The authenticator app was changed.</summary>
    AppChanged = 4,

    /// <summary>A new list of recovery codes was made.</summary>
    RecoveryCodesChanged = 5,

    /// <summary>A passkey was added.</summary>
    PasskeyAdded = 6,

    /// <summary>A passkey was removed.</summary>
    PasskeyRemoved = 7,

    /// <summary>Somebody asked to recover the account.</summary>
    RecoveryOpened = 8,

    /// <summary>The recovery was confirmed: the old factors no longer work.</summary>
    RecoveryConfirmed = 9,

    /// <summary>The recovery was declined.</summary>
    RecoveryDeclined = 10,

    /// <summary>The account was disabled.</summary>
    AccountDisabled = 11,

    /// <summary>The account was enabled again.</summary>
    AccountEnabled = 12,

    /// <summary>The roles of the account were changed.</summary>
    RolesChanged = 13,

    /// <summary>The account was activated.</summary>
    Activated = 14,

    /// <summary>Too many wrong tries locked the account for a while.</summary>
    Locked = 15,

    /// <summary>A new e-mail address waits to be confirmed: a mail with a link to that address, and nothing in the portal.</summary>
    EmailToConfirm = 16,

    /// <summary>Somebody signed in with a recovery code in place of the app.</summary>
    RecoveryCodeUsed = 17,

    /// <summary>The recovery was withdrawn after it had been confirmed: the old factors stay dead, and the link opens nothing.</summary>
    RecoveryWithdrawn = 18,

    /// <summary>The portal's certificate ends in 30, 7 or 1 day: told to administrators, once for each.</summary>
    CertificateEnds = 19,

    /// <summary>The audit log needs a person: it is not sealed, was changed, or its checkpoints do not get out. Told to compliance officers.</summary>
    AuditTrouble = 20,

    /// <summary>A report that somebody scheduled for the person lies ready.</summary>
    Report = 21,

    /// <summary>Somebody who is not on the patient's team broke the glass over the patient's record. Told to the patient.</summary>
    EmergencyAccess = 22,

    /// <summary>A reviewer asks why the glass was broken. Told to whoever broke it; leads to the page with the question.</summary>
    GlassQuestion = 23,

    /// <summary>The question about a broken glass was answered. Told to the reviewer who asked; <c>About</c> is the grant.</summary>
    GlassAnswered = 24,

    /// <summary>The time to review an emergency access is over. Told to compliance officers.</summary>
    GlassReviewOverdue = 25,

    /// <summary>Nobody has signed in with the account for long: it is closed in a week unless somebody does.</summary>
    UnusedSoon = 30,

    /// <summary>The account was closed because nobody signed in with it for long.</summary>
    DisabledUnused = 31,

    /// <summary>Somebody left, by the staff directory, and has an account that is still open. Told to administrators.</summary>
    LeftWithAccount = 32,

    /// <summary>An access review began in which the person decides about somebody, or somebody was handed over; <c>About</c> is the review.</summary>
    AccessReviewWaits = 50,

    /// <summary>An access review ends in 14, 7 or 1 day and the person has not decided everything yet.</summary>
    AccessReviewSoon = 51,

    /// <summary>An access review ends tomorrow, or has ended, and not everything was decided. Told to compliance officers.</summary>
    AccessReviewLate = 52,

    /// <summary>A policy was signed that concerns the person, who is asked to read and acknowledge it.</summary>
    PolicyToRead = 60,

    /// <summary>The person has not acknowledged a policy yet.</summary>
    PolicyReminder = 61,

    /// <summary>Who may do what is no longer as the signed access control policy says. Told to compliance officers.</summary>
    PolicyDrift = 62,
}
