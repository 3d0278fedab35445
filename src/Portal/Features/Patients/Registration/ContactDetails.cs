namespace Portal.Features.Patients.Registration;

/// <summary>How to reach a person.</summary>
/// <param name="Phones">Phone numbers as written.</param>
/// <param name="Emails">E-mail addresses.</param>
/// <param name="AddressLines">The postal address, a line each, last the country.</param>
public sealed record ContactDetails(IReadOnlyList<string> Phones, IReadOnlyList<string> Emails, IReadOnlyList<string> AddressLines)
{
    /// <summary>Nothing known.</summary>
    public static ContactDetails None { get; } = new([], [], []);

    // Record printing would put an address into a log line by accident.
    /// <inheritdoc/>
    public override string ToString() => "ContactDetails";
}
