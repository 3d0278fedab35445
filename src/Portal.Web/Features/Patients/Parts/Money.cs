using System.Globalization;

namespace Portal.Web.Features.Patients.Parts;

/// <summary>Amounts with their ISO 4217 code; never the server's own currency sign.</summary>
public static class Money
{
    public static string? Show(decimal? amount, string? currency) =>
        amount is { } value ? string.Create(CultureInfo.CurrentCulture, $"{value:N2} {currency}").TrimEnd() : null;

    /// <summary>One sum for each currency.</summary>
    public static string Total(IEnumerable<(decimal? Amount, string? Currency)> amounts) =>
        string.Join(", ", amounts.Where(pair => pair.Amount is not null).GroupBy(pair => pair.Currency)
            .Select(group => Show(group.Sum(pair => pair.Amount), group.Key)));
}
