using System.Text.Json;
using Portal.Features.Patients.Registration;

namespace Portal.Benchmarks.Import;

/// <summary>Writes FHIR R4 bundles of the shape that Synthea gives them: a transaction with one patient, the visits, and what belongs to each visit.</summary>
internal static class BundleMaker
{
    private const int Visits = 8;
    private const int Readings = 6;

    public static IReadOnlyList<string> Write(string folder, int count)
    {
        Directory.CreateDirectory(folder);
        return [.. Enumerable.Range(0, count).Select(number => Write(folder, number, JsonSerializer.SerializeToUtf8Bytes(Bundle(number))))];
    }

    private static string Write(string folder, int number, byte[] json)
    {
        var path = Path.Combine(folder, $"bundle-{number:0000}.json");
        File.WriteAllBytes(path, json);
        return path;
    }

    private static object Bundle(int number)
    {
        var (name, patient) = (Names.Of(number), Id(number, 0));
        object[] resources =
        [
            Person(number, name, patient),
            new { resourceType = "Organization", id = Id(number % 40, 900_000), active = true, name = $"Clinic {number % 40}", address = new[] { new { city = "Springfield", state = "MA" } } },
            new { resourceType = "Practitioner", id = Id(number % 60, 800_000), active = true, name = new[] { new { family = Names.Of(-number % 60).Family, given = new[] { "Ada" }, prefix = new[] { "Dr." } } } },
            .. Enumerable.Range(0, Visits).SelectMany(visit => VisitOf(number, visit, name, patient)),
        ];
        return new { resourceType = "Bundle", type = "transaction", entry = resources.Select(Entry).ToArray() };
    }

    private static object Entry(object resource)
    {
        var type = resource.GetType();
        var (kind, id) = ((string)type.GetProperty("resourceType")!.GetValue(resource)!, (string)type.GetProperty("id")!.GetValue(resource)!);
        return new { fullUrl = $"urn:uuid:{id}", resource, request = new { method = "POST", url = kind } };
    }

    private static object Person(int number, PersonName name, string id) => new
    {
        resourceType = "Patient", id,
        text = new { status = "generated", div = "<div xmlns=\"http://www.w3.org/1999/xhtml\">Generated for a benchmark; no person is meant.</div>" },
        identifier = new[] { new { type = new { coding = new[] { new { system = "http://terminology.hl7.org/CodeSystem/v2-0203", code = "MR", display = "Medical Record Number" } } }, system = "http://hospital.example.org", value = $"B-{number:00000}" } },
        name = new[] { new { use = "official", family = name.Family, given = name.Given.Split(' ') } },
        telecom = new[] { new { system = "phone", value = "555-0100", use = "home" } },
        gender = number % 2 == 0 ? "female" : "male", birthDate = new DateOnly(1940, 1, 1).AddDays(number * 37).ToString("yyyy-MM-dd", null),
        address = new[] { new { line = new[] { "12 Elm Street" }, city = "Springfield", state = "MA", postalCode = "00010", country = "US" } },
    };

    private static IEnumerable<object> VisitOf(int number, int visit, PersonName name, string patient)
    {
        var (at, encounter) = ($"{2015 + visit}-03-{1 + (number % 27):00}T09:30:00-05:00", Id(number, 1 + (visit * 100)));
        var (subject, within) = (new { reference = $"urn:uuid:{patient}", display = name.InFull() }, new { reference = $"urn:uuid:{encounter}" });
        yield return new
        {
            resourceType = "Encounter", id = encounter, status = "finished", @class = new { system = "http://terminology.hl7.org/CodeSystem/v3-ActCode", code = "AMB" },
            type = Concept("http://snomed.info/sct", "185345009", "Encounter for symptom"), subject, period = new { start = at, end = at },
            participant = new[] { new { individual = new { reference = $"urn:uuid:{Id(number % 60, 800_000)}", display = "Dr. Ada" } } },
            serviceProvider = new { reference = $"urn:uuid:{Id(number % 40, 900_000)}", display = $"Clinic {number % 40}" },
        };
        yield return new
        {
            resourceType = "Condition", id = Id(number, 2 + (visit * 100)), clinicalStatus = Status("condition-clinical", "active"), verificationStatus = Status("condition-ver-status", "confirmed"),
            code = Concept("http://snomed.info/sct", "444814009", "Viral sinusitis (disorder)")[0], subject, encounter = within, onsetDateTime = at, recordedDate = at,
        };
        for (var reading = 0; reading < Readings; reading++)
        {
            yield return new
            {
                resourceType = "Observation", id = Id(number, 10 + reading + (visit * 100)), status = "final",
                category = Concept("http://terminology.hl7.org/CodeSystem/observation-category", "vital-signs", "vital-signs"),
                code = Concept("http://loinc.org", $"8{310 + reading}-5", "A vital sign measured at the visit")[0], subject, encounter = within,
                effectiveDateTime = at, issued = at, valueQuantity = new { value = 36.5m + reading + (number % 10 / 10m), unit = "unit", system = "http://unitsofmeasure.org", code = "1" },
            };
        }

        yield return new
        {
            resourceType = "MedicationRequest", id = Id(number, 30 + (visit * 100)), status = "stopped", intent = "order",
            medicationCodeableConcept = Concept("http://www.nlm.nih.gov/research/umls/rxnorm", "313782", "Acetaminophen 325 MG Oral Tablet")[0], subject, encounter = within, authoredOn = at,
        };
        yield return Claim(number, visit, subject, at);
    }

    private static object Claim(int number, int visit, object patient, string at) => new
    {
        resourceType = "Claim", id = Id(number, 40 + (visit * 100)), status = "active", use = "claim", patient, created = at,
        type = Concept("http://terminology.hl7.org/CodeSystem/claim-type", "professional", "Professional")[0], billablePeriod = new { start = at, end = at },
        provider = new { reference = $"urn:uuid:{Id(number % 40, 900_000)}", display = $"Clinic {number % 40}" }, priority = Status("processpriority", "normal"),
        insurance = new[] { new { sequence = 1, focal = true, coverage = new { display = "Insurer" } } },
        item = Enumerable.Range(1, 4).Select(line => new { sequence = line, productOrService = Concept("http://snomed.info/sct", "185345009", "Encounter for symptom")[0], net = new { value = 129.16m, currency = "USD" } }).ToArray(),
        total = new { value = 516.64m, currency = "USD" },
    };

    private static object Status(string system, string code) => new { coding = new[] { new { system = $"http://terminology.hl7.org/CodeSystem/{system}", code } } };

    private static object[] Concept(string system, string code, string display) => [new { coding = new[] { new { system, code, display } }, text = display }];

    private static string Id(int number, int salt) => new Guid(number, (short)(salt % 30_000), (short)(salt / 30_000), 1, 2, 3, 4, 5, 6, 7, 8).ToString();
}
