using System.Diagnostics.CodeAnalysis;
using Portal.Kernel.Crypto;

namespace Portal.Features.Patients.Chart;

/// <summary>A coded term (FHIR R4 <c>Coding</c>).</summary>
/// <param name="System">The code system's URI, such as <c>http://loinc.org</c>; <c>null</c> for text only.</param>
/// <param name="Code">The code; <c>null</c> for text only.</param>
/// <param name="Display">The words shown.</param>
public sealed record Coding(string? System, string? Code, string Display) : IQuickRead<Coding>
{
    static bool IQuickRead<Coding>.TryRead(ref PlainScanner json, [NotNullWhen(true)] out Coding? value)
    {
        value = null;
        if (!json.Take("{\"System\":"u8) || !json.TryText(out var system) || !json.Take(",\"Code\":"u8) || !json.TryText(out var code)
            || !json.Take(",\"Display\":"u8) || !json.TryText(out var display))
        {
            return false;
        }

        value = new Coding(system, code, display);
        return json.Take("}"u8);
    }
}
