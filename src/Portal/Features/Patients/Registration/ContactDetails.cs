using System.Diagnostics.CodeAnalysis;
using Portal.Kernel.Crypto;

namespace Portal.Features.Patients.Registration;

/// <summary>How to reach a person.</summary>
/// <param name="Phones">Phone numbers as written.</param>
/// <param name="Emails">E-mail addresses.</param>
/// <param name="AddressLines">The postal address, a line each, last the country.</param>
public sealed record ContactDetails(IReadOnlyList<string> Phones, IReadOnlyList<string> Emails, IReadOnlyList<string> AddressLines) : IQuickRead<ContactDetails>
{
    /// <summary>Nothing known.</summary>
    public static ContactDetails None { get; } = new([], [], []);

    // Record printing would put an address into a log line by accident.
    /// <inheritdoc/>
    public override string ToString() => "ContactDetails";

    static bool IQuickRead<ContactDetails>.TryRead(ref PlainScanner json, [NotNullWhen(true)] out ContactDetails? value)
    {
        value = null;
        if (!json.Take("{\"Phones\":"u8) || !json.TryTexts(out var phones) || !json.Take(",\"Emails\":"u8) || !json.TryTexts(out var emails)
            || !json.Take(",\"AddressLines\":"u8) || !json.TryTexts(out var lines))
        {
            return false;
        }

        value = new ContactDetails(phones, emails, lines);
        return json.Take("}"u8);
    }
}
