namespace Portal.Features.Identity.Accounts;

/// <summary>An address of which the first letter and the host are left (ASVS 14.2.6): enough to know one's own, or to tell two apart.</summary>
internal static class MaskedEmail
{
    public static string Of(string email) =>
        email.IndexOf('@', StringComparison.Ordinal) is > 0 and var at ? $"{email[0]}•••{email[at..]}" : "•••";
}
