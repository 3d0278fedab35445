using Bogus;
using Bogus.DataSets;
using Portal.Features.Patients.Registration;

namespace Portal.Features.Patients.Demo;

/// <summary>Names of many languages: search, sorting and fonts are tried with them.</summary>
internal static class DemoNames
{
    // Those whose lists keep the names of women and men apart.
    private static readonly string[] Locales = ["en", "en", "en", "en", "en", "de", "es", "fr", "vi", "tr", "cz"];

    // The first patients are the same whatever a new version of the name lists holds.
    private static readonly (string Family, string Given, bool IsFemale, int Age)[] Chosen =
    [
        ("Lindqvist", "Ada", true, 58),
        ("Müller", "Jürgen", false, 67),
        ("Østergård", "Søren", false, 49),
        ("Ordóñez", "María José", true, 36),
        ("Wójcik", "Łukasz", false, 41),
        ("Nguyễn", "Thị Hương", true, 52),
        ("O’Brien", "Siobhán", true, 73),
        ("Çelik", "Gül", true, 29),
        ("Dvořáková", "Zdeňka", true, 81),
        ("D'Amico", "Niccolò", false, 9),
        ("Þórsdóttir", "Ásta", true, 17),
        ("van der Meer", "Anne-Fleur", true, 3),
    ];

    public static (PersonName Name, bool IsFemale, int Age) Of(int number, Randomizer random)
    {
        if (number <= Chosen.Length)
        {
            var (family, given, isFemale, age) = Chosen[number - 1];
            return (new PersonName(family, given), isFemale, age);
        }

        var female = random.Bool();
        var names = new Name(random.ArrayElement(Locales)) { Random = random };
        var gender = female ? Name.Gender.Female : Name.Gender.Male;
        return (new PersonName(names.LastName(gender).Trim(), names.FirstName(gender).Trim()), female, AgeOf(random));
    }

    private static int AgeOf(Randomizer random) => random.Double() switch
    {
        < 0.14 => random.Int(1, 17),
        < 0.50 => random.Int(18, 49),
        < 0.85 => random.Int(50, 74),
        _ => random.Int(75, 93),
    };
}
