using Bogus;
using Bogus.DataSets;
using Portal.Features.Patients.Demo.Terms;
using Portal.Features.Patients.Import.Mapping;
using Portal.Features.Patients.Registration;
using Portal.Kernel.Crypto;

namespace Portal.Features.Patients.Demo;

/// <summary>Invents the patients. The same day gives the same people, and the same people give the same charts.</summary>
internal static class DemoPopulation
{
    public const int Size = 200;

    private const int Seed = 20_260_101;

    public static string MrnOf(int number) => $"DEMO-{number:0000}";

    public static DemoPerson Person(int number, DateTimeOffset now)
    {
        var random = new Randomizer(Seed + number);
        var (name, isFemale, age) = DemoNames.Of(number, random);
        var birth = DateOnly.FromDateTime(now.UtcDateTime).AddYears(-age).AddDays(-random.Int(1, 360));
        var death = age >= 75 && number > 12 && random.Bool(0.15f) ? now.Date.AddDays(-random.Int(20, 300)).AddHours(4) : (DateTime?)null;
        DateTimeOffset? died = death is { } day ? new DateTimeOffset(day, TimeSpan.Zero) : null;
        var problems = number == 1 ? ProblemTerms.OfTheDemoPatient : ProblemTerms.Draw(age, isFemale, random);
        return new DemoPerson
        {
            Number = number,
            Identity = Identity(number, name, isFemale, birth, died, random),
            Birth = birth,
            Until = died ?? now,
            Problems = problems,
            Allergies = number == 1 ? AllergyTerms.OfTheDemoPatient : AllergyTerms.Draw(random),
            Random = random,
        };
    }

    private static MappedPatient Identity(int number, PersonName name, bool isFemale, DateOnly birth, DateTimeOffset? died, Randomizer random) => new(
        name,
        [name],
        birth,
        isFemale ? "female" : "male",
        MrnOf(number),
        random.Replace("000-##-####"), // no social security number begins with 000
        ContactOf(number, name, random),
        died is not null,
        died);

    // Phone numbers 555-01xx and the domain example.org belong to nobody (NANPA; RFC 2606).
    private static ContactDetails ContactOf(int number, PersonName name, Randomizer random)
    {
        var places = new Address("en") { Random = random };
        var mailbox = string.Join('.', Normalise.Words($"{name.Given} {name.Family}"));
        return new ContactDetails(
            [random.Replace("(2##) 555-01##")],
            random.Bool(0.85f) ? [$"{mailbox}.{number}@example.org"] : [],
            [places.StreetAddress(), $"{random.Replace("000##")} {places.City()}", places.State(), "US"]);
    }
}
