namespace Portal.Features.Identity.Sessions;

/// <summary>How far a session has come. Only a <see cref="Full"/> one authenticates anybody.</summary>
public enum SessionStage
{
    /// <summary>None; authenticates nobody.</summary>
    None = 0,

    /// <summary>The password was right; a code is asked for.</summary>
    AwaitingFactor = 1,

    /// <summary>The password was right; the account has no factor yet and must enrol one.</summary>
    AwaitingEnrolment = 2,

    /// <summary>Password and factor were right.</summary>
    Full = 3,
}

/// <summary>The factor that a session was opened with.</summary>
public enum SessionFactor
{
    /// <summary>None yet.</summary>
    None = 0,

    /// <summary>A code of an authenticator app (RFC 6238).</summary>
    Totp = 1,

    /// <summary>A recovery code.</summary>
    RecoveryCode = 2,

    /// <summary>A passkey whose device verified its person (WebAuthn): two factors in one.</summary>
    Passkey = 3,
}
