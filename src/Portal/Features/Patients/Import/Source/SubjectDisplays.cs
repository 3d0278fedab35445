using System.Globalization;
using Portal.Kernel;

namespace Portal.Features.Patients.Import.Source;

/// <summary>The ways in which source resources wrote one patient's name, and the tokens that stand for them.</summary>
internal sealed class SubjectDisplays(PatientId patient, IEnumerable<string> known)
{
    private readonly string prefix = $"urn:portal:patient:{patient}#";
    private readonly List<string> displays = [.. known];

    public IReadOnlyList<string> All => displays;

    /// <summary>The token of a display; a new display gets the next number.</summary>
    public string TokenOf(string display)
    {
        var number = displays.IndexOf(display);
        if (number < 0)
        {
            number = displays.Count;
            displays.Add(display);
        }

        return prefix + number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The display that a token stands for; <c>null</c> where the text is no token of this patient.</summary>
    public string? DisplayOf(string token) =>
        token.StartsWith(prefix, StringComparison.Ordinal)
        && int.TryParse(token.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number < displays.Count
            ? displays[number]
            : null;
}
