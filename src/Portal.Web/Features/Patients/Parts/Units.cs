using System.Globalization;

namespace Portal.Web.Features.Patients.Parts;

/// <summary>UCUM units as people write them, and numbers at the precision that is read.</summary>
public static class Units
{
    /// <summary>The unit for people; empty where the UCUM unit only names a count or score.</summary>
    public static string Show(string? ucum) => ucum switch
    {
        null or "" or "1" or "{score}" or "{count}" or "{nominal}" or "{T-score}" or "(score)" or "#" => "",
        "mm[Hg]" => "mmHg",
        "Cel" => "°C",
        "kg/m2" => "kg/m²",
        "10*3/uL" => "×10³/µL",
        "10*6/uL" => "×10⁶/µL",
        "mL/min/{1.73_m2}" => "mL/min/1.73 m²",
        "/min" => "per min",
        _ => ucum,
    };

    /// <summary>At most three figures that matter: 118, 73.4, 0.92.</summary>
    public static string Number(decimal value) => value.ToString(Math.Abs(value) switch
    {
        >= 100 => "0",
        >= 10 => "0.#",
        _ => "0.##",
    }, CultureInfo.CurrentCulture);
}
