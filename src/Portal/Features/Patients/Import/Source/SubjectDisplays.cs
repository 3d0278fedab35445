using System.Globalization;
using Portal.Kernel;

namespace Portal.Features.Patients.Import.Source;

/// <summary>The ways in which source resources wrote one patient's name, and the tokens that stand for them.</summary>
internal sealed class SubjectDisplays
{
    private readonly string prefix;
    private readonly List<string> displays = [];
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    public SubjectDisplays(PatientId patient, IEnumerable<string> known)
    {
        prefix = $"urn:portal:patient:{patient}#";
        foreach (var display in known)
        {
            numbers.TryAdd(display, displays.Count);
            displays.Add(display);
        }
    }

    public IReadOnlyList<string> All => displays;

    /// <summary>The token of a display; a new display gets the next number.</summary>
    public string TokenOf(string display)
    {
        if (!numbers.TryGetValue(display, out var number))
        {
            number = displays.Count;
            numbers.Add(display, number);
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
