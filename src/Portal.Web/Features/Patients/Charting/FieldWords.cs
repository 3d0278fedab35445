using System.Globalization;
using Microsoft.Extensions.Localization;
using Portal.Web.Components.Ui;
using Portal.Web.Features.Patients.Parts;

namespace Portal.Web.Features.Patients.Charting;

/// <summary>Fields of an entry, as differences and histories show them.</summary>
internal static class FieldWords
{
    /// <summary>The name of a field.</summary>
    public static string Name(IStringLocalizer texts, string field) => texts.Code("Field", field);

    /// <summary>A value: times on the person's clock, codes in words, the rest as it is.</summary>
    public static string Value(IStringLocalizer texts, string field, string? value, TimeZoneInfo zone) => field switch
    {
        _ when string.IsNullOrEmpty(value) => texts["Nothing"],
        "At" or "Abatement" when DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out var at) => Dates.Time(at, zone),
        "Status" or "ClinicalStatus" => texts.Code("Status", value),
        "VerificationStatus" => texts.Code("Verification", value),
        "Criticality" or "Type" => texts.Code(field, value),
        "Category" => texts.Code("Category", value),
        _ => value,
    };
}
