using System.Diagnostics.CodeAnalysis;
using Portal.Kernel.Crypto;

namespace Portal.Features.Patients.Registration;

/// <summary>A person's name (FHIR R4 <c>HumanName</c>).</summary>
/// <param name="Family">Family name; may be empty where the source has one name only.</param>
/// <param name="Given">Given names, separated by spaces.</param>
/// <param name="Prefix">Title, such as Dr.</param>
public sealed record PersonName(string Family, string Given, string? Prefix = null) : IQuickRead<PersonName>
{
    /// <summary>The name as lists show it: <c>Family, Given</c>.</summary>
    public string ForLists() => Given.Length == 0 ? Family : Family.Length == 0 ? Given : $"{Family}, {Given}";

    /// <summary>The name as letters write it: <c>Prefix Given Family</c>.</summary>
    public string InFull() => string.Join(' ', new[] { Prefix, Given, Family }.Where(part => !string.IsNullOrEmpty(part)));

    // Record printing would put the name into a log line by accident.
    /// <inheritdoc/>
    public override string ToString() => "PersonName";

    static bool IQuickRead<PersonName>.TryRead(ref PlainScanner json, [NotNullWhen(true)] out PersonName? value)
    {
        value = null;
        if (!json.Take("{\"Family\":"u8) || !json.TryText(out var family) || !json.Take(",\"Given\":"u8) || !json.TryText(out var given))
        {
            return false;
        }

        string? prefix = null;
        if (json.Take(",\"Prefix\":"u8) && !json.TryText(out prefix))
        {
            return false;
        }

        value = new PersonName(family, given, prefix);
        return json.Take("}"u8);
    }
}
