namespace Portal.Features.Identity.Recovery;

/// <summary>Why somebody cannot sign in. A choice and no text: what administrators type about colleagues belongs into no log.</summary>
public enum RecoveryReason
{
    /// <summary>None was given; refused.</summary>
    None = 0,

    /// <summary>The authenticator app and the recovery codes are gone.</summary>
    FactorLost = 1,

    /// <summary>The password is forgotten; the factor may still be there.</summary>
    PasswordLost = 2,

    /// <summary>Both are gone.</summary>
    BothLost = 3,

    /// <summary>The device, or what was written down, is in somebody else's hands.</summary>
    Stolen = 4,
}
