using Microsoft.Extensions.Localization;

namespace Portal.Web.Features.Patients.Parts;

/// <summary>FHIR codes in words: the text of the resource file, else the code itself made readable.</summary>
public static class Words
{
    public static string Code(this IStringLocalizer texts, string kind, string? code)
    {
        if (string.IsNullOrEmpty(code))
        {
            return "";
        }

        var text = texts[$"{kind}.{code}"];
        return text.ResourceNotFound ? Sentence(code) : text.Value;
    }

    private static string Sentence(string code) => char.ToUpperInvariant(code[0]) + code[1..].Replace('-', ' ');
}
