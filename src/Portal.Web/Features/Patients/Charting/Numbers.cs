using System.Globalization;

namespace Portal.Web.Features.Patients.Charting;

/// <summary>Numbers as people type them: with a point or a comma, without thousands.</summary>
internal static class Numbers
{
    /// <summary>The key of the sentence for a text that is no number.</summary>
    public const string Fault = "Number";

    /// <summary>
    /// The number, or <c>null</c> for an empty text or one that is none. "1,500" is none either: it is fifteen hundred to some and one and a half to others.
    /// </summary>
    public static decimal? Read(string text) => IsAmbiguous(text.Trim()) ? null : Parse(text.Trim());

    private static bool IsAmbiguous(string text) => text.IndexOf(',', StringComparison.Ordinal) is >= 0 and var at && text.Length - at == 4;

    private static decimal? Parse(string text) =>
        decimal.TryParse(text.Replace(',', '.'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary>Whether the text is empty or a number.</summary>
    public static bool IsOne(string text) => string.IsNullOrWhiteSpace(text) || Read(text) is not null;

    public static string Write(decimal? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
