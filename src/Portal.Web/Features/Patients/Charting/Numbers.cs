using System.Globalization;

namespace Portal.Web.Features.Patients.Charting;

/// <summary>Numbers as people type them: with a point or a comma, without thousands.</summary>
internal static class Numbers
{
    /// <summary>The key of the sentence for a text that is no number.</summary>
    public const string Fault = "Number";

    /// <summary>The number, or <c>null</c> for an empty text or one that is none.</summary>
    public static decimal? Read(string text) =>
        decimal.TryParse(text.Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary>Whether the text is empty or a number.</summary>
    public static bool IsOne(string text) => string.IsNullOrWhiteSpace(text) || Read(text) is not null;

    public static string Write(decimal? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
