using System.ComponentModel.DataAnnotations;

namespace Portal.Features.Identity.Invitations;

/// <summary>What an address and a name must be; the sentences hold nothing that was typed.</summary>
internal static class PersonRules
{
    public const string Address = "Give a valid e-mail address.";

    public const string Name = "Give a name of at most 200 characters.";

    private static readonly EmailAddressAttribute Shape = new();

    public static bool IsAddress(string? email) =>
        email?.Trim() is { Length: > 0 and <= 254 } address && Shape.IsValid(address) && !address.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));

    public static bool IsName(string? name) => !string.IsNullOrWhiteSpace(name) && name.Length <= 200 && !name.Any(char.IsControl);
}
