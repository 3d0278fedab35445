using Microsoft.AspNetCore.Identity;
using Portal.Features.Identity.Accounts;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Passwords;

/// <summary>
/// The rules for a new password (NIST SP 800-63B-4, 3.1.1.2; ASVS 5.0, 6.2): length and a blocklist. No composition rules, no expiry;
/// anything can be pasted. It is Identity's own seam, so that every path that sets a password passes here.
/// </summary>
internal sealed class PasswordRules(KeyRing keys) : IPasswordValidator<Account>
{
    /// <summary>Characters, counted as people see them (code points): every account has a second factor.</summary>
    public const int MinLength = 8;

    /// <summary>UTF-16 units. The norm asks for 64 characters at least; without a limit a megabyte could be sent to be hashed.</summary>
    public const int MaxLength = 256;

    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password) =>
        Task.FromResult(ProblemOf(user, password) is { } problem ? IdentityResult.Failed(ErrorOf(problem)) : IdentityResult.Success);

    /// <summary>The first thing that is wrong with a password for the account; <c>null</c> when it is fine.</summary>
    public PasswordProblem? ProblemOf(Account user, string? password)
    {
        if (password is null || password.EnumerateRunes().Count() < MinLength)
        {
            return PasswordProblem.TooShort;
        }

        return password.Length > MaxLength ? PasswordProblem.TooLong
            : PersonalWords.Carry(password, Open(user.ProtectedEmail), Open(user.ProtectedName)) ? PasswordProblem.Personal
            : CommonPasswords.Hold(password) || PasswordPatterns.Fit(password) ? PasswordProblem.Common
            : null;
    }

    /// <summary>The sentence for people at the command line; it holds nothing that was typed.</summary>
    public static string SentenceOf(PasswordProblem problem) => problem switch
    {
        PasswordProblem.TooShort => "Give a password of at least 8 characters.",
        PasswordProblem.TooLong => "Give a password of at most 256 characters.",
        PasswordProblem.Common => "This password is among the first that are guessed: choose another.",
        _ => "This password is made of the person's name, address or this product's name: choose another.",
    };

    private static IdentityError ErrorOf(PasswordProblem problem) => new() { Code = $"Password{problem}", Description = SentenceOf(problem) };

    private string? Open(Protected<string>? cell) => cell?.Open(keys.Of(KeyUse.Accounts)).ValueOrDefault;
}
