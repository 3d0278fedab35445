namespace Portal.Features.Identity.Passwords;

/// <summary>Why a password is not taken.</summary>
public enum PasswordProblem
{
    /// <summary>Fewer than 8 characters.</summary>
    TooShort = 1,

    /// <summary>More than 256 characters.</summary>
    TooLong = 2,

    /// <summary>On the list of common ones, or made by a pattern that is tried first.</summary>
    Common = 3,

    /// <summary>Made of the person's name or address, or the product's name.</summary>
    Personal = 4,
}
