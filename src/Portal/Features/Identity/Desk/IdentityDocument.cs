namespace Portal.Features.Identity.Desk;

/// <summary>The kind of document that the desk looked at. Its number is stored nowhere: it would be one more thing to steal and proves nothing later.</summary>
public enum IdentityDocument
{
    /// <summary>None was looked at; no code is made.</summary>
    None = 0,

    /// <summary>A passport.</summary>
    Passport = 1,

    /// <summary>A national identity card.</summary>
    IdentityCard = 2,

    /// <summary>A driving licence.</summary>
    DrivingLicence = 3,

    /// <summary>A residence permit.</summary>
    ResidencePermit = 4,

    /// <summary>Another official document with a picture.</summary>
    OtherWithPicture = 5,
}
