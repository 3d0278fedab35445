namespace Portal.Features.Identity.Sessions;

/// <summary>Why a session ended. The number is stored; the person and the audit log are told in words.</summary>
public enum SessionEnding
{
    /// <summary>It is not known, or it lives.</summary>
    None = 0,

    /// <summary>The person signed out.</summary>
    OwnWish = 1,

    /// <summary>Nothing was done for too long (45 CFR 164.312(a)(2)(iii)).</summary>
    Idle = 2,

    /// <summary>It reached the limit that no work prolongs.</summary>
    TooOld = 3,

    /// <summary>The role that it acted in was taken away.</summary>
    RoleTakenAway = 4,

    /// <summary>The account was disabled.</summary>
    Disabled = 5,

    /// <summary>A password or factor of the account was changed.</summary>
    CredentialChanged = 6,

    /// <summary>The person ended it from another of her sessions.</summary>
    EndedElsewhere = 7,

    /// <summary>The sign-in went on under a new token, or somebody signed in anew at the browser that held it.</summary>
    WentOn = 8,

    /// <summary>The account's factor was recovered.</summary>
    Recovered = 9,

    /// <summary>An administrator signed the person out (ASVS 7.4.5).</summary>
    ByAdministrator = 10,
}

/// <summary>The codes that audit entries carry for <see cref="SessionEnding"/>.</summary>
internal static class SessionEndings
{
    public static string Code(this SessionEnding ending) => ending switch
    {
        SessionEnding.OwnWish => "own-wish",
        SessionEnding.Idle or SessionEnding.TooOld => "timed-out",
        SessionEnding.RoleTakenAway => "role-taken-away",
        SessionEnding.Disabled => "disabled",
        SessionEnding.CredentialChanged => "credential-changed",
        SessionEnding.EndedElsewhere => "ended-elsewhere",
        SessionEnding.Recovered => "recovered",
        SessionEnding.ByAdministrator => "by-administrator",
        _ => "ended",
    };
}
