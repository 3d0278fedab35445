using System.Text.Json;
using Portal.Features.Patients.Import.Mapping;
using Portal.Features.Patients.Import.Reading;

namespace Portal.Features.Patients.Import;

/// <summary>A resource and whose it is.</summary>
/// <param name="Entry">The resource.</param>
/// <param name="Patient">The source name of its patient; <c>null</c> for a directory resource.</param>
internal sealed record Placed(ImportEntry Entry, string? Patient);

/// <summary>Finds the patient of each resource of a batch. What may be somebody's data never lands in the shared directory, whose key no erasure destroys.</summary>
internal sealed class Grouping
{
    /// <summary>Types that describe the provider or the world, never one patient.</summary>
    private static readonly HashSet<string> Directory = new(StringComparer.Ordinal)
    {
        "Organization", "Practitioner", "PractitionerRole", "Location", "HealthcareService", "Endpoint", "OrganizationAffiliation", "InsurancePlan",
        "Medication", "MedicationKnowledge", "Substance", "DeviceDefinition", "PlanDefinition", "ActivityDefinition", "Questionnaire", "Library", "Measure",
        "ValueSet", "CodeSystem", "ConceptMap", "NamingSystem", "StructureDefinition", "StructureMap", "SearchParameter", "OperationDefinition",
        "CapabilityStatement", "CompartmentDefinition", "ImplementationGuide", "GraphDefinition", "MessageDefinition", "EventDefinition", "ObservationDefinition", "SpecimenDefinition",
    };

    /// <summary>Members that name the patient a resource is about (FHIR R4 patient compartment).</summary>
    private static readonly string[] SubjectMembers = ["subject", "patient", "beneficiary", "for", "individual"];

    private readonly ImportBatch batch;
    private readonly References references;
    private readonly Dictionary<ImportEntry, string> patients = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> inBatch;

    public Grouping(ImportBatch batch, References references)
    {
        this.batch = batch;
        this.references = references;
        inBatch = [.. batch.Entries.Where(entry => entry.Type == "Patient").Select(entry => entry.SourceName).OfType<string>()];
    }

    /// <summary>Whether resources of this type describe the provider or the world.</summary>
    public static bool IsShared(string type) => Directory.Contains(type);

    public (IReadOnlyList<Placed> Placed, IReadOnlyList<ImportFault> Faults) Place()
    {
        var faults = new List<ImportFault>();
        var loose = new List<ImportEntry>();
        foreach (var entry in batch.Entries)
        {
            var before = faults.Count;
            if (entry.SourceName is null)
            {
                faults.Add(new ImportFault(entry.Position, "has neither an id nor a full URL"));
            }
            else if (PatientOf(entry, faults) is { } patient)
            {
                patients[entry] = patient;
            }
            else if (!Directory.Contains(entry.Type) && faults.Count == before)
            {
                loose.Add(entry);
            }
        }

        foreach (var entry in loose)
        {
            PlaceLoose(entry, faults);
        }

        var failed = faults.Select(fault => fault.Position).ToHashSet(StringComparer.Ordinal);
        return ([.. batch.Entries.Where(entry => !failed.Contains(entry.Position)).Select(entry => new Placed(entry, patients.GetValueOrDefault(entry)))], faults);
    }

    /// <summary>The source name of the patient that a reference points to; <c>null</c> where it points to something else.</summary>
    public string? PatientBehind(string reference, ImportEntry from)
    {
        if (references.Find(reference, from) is { } entry)
        {
            return entry.Type == "Patient" ? entry.SourceName : null;
        }

        return reference.StartsWith("Patient/", StringComparison.Ordinal) || reference.Contains("/Patient/", StringComparison.Ordinal)
            ? SourceNames.OfReference(reference, from.FullUrl, "Patient")
            : null;
    }

    private string? PatientOf(ImportEntry entry, List<ImportFault> faults)
    {
        if (entry.Type == "Patient")
        {
            return entry.SourceName;
        }

        if (Directory.Contains(entry.Type))
        {
            return null;
        }

        return SubjectMembers.Select(name => entry.Resource.First(name).Text("reference")).OfType<string>()
                .Select(reference => SubjectBehind(reference, entry)).FirstOrDefault(patient => patient is not null)
            ?? OnlyOne(entry, reference => PatientBehind(reference, entry), faults);
    }

    // A URN names no type; under a subject member it is a patient unless the batch says otherwise.
    private string? SubjectBehind(string reference, ImportEntry from) =>
        PatientBehind(reference, from)
        ?? (reference.StartsWith("urn:uuid:", StringComparison.Ordinal) && references.Find(reference, from) is null
            ? SourceNames.OfReference(reference, from.FullUrl, "Patient")
            : null);

    private void PlaceLoose(ImportEntry entry, List<ImportFault> faults)
    {
        var before = faults.Count;
        var patient = OnlyOne(entry, reference => references.Find(reference, entry) is { } target ? patients.GetValueOrDefault(target) : null, faults)
            ?? (batch.IsBundle && inBatch.Count == 1 ? inBatch.First() : null);
        if (patient is not null)
        {
            patients[entry] = patient;
        }
        else if (faults.Count == before)
        {
            faults.Add(new ImportFault(entry.Position, "refers to no patient"));
        }
    }

    private static string? OnlyOne(ImportEntry entry, Func<string, string?> patientBehind, List<ImportFault> faults)
    {
        var found = ReferencesIn(entry.Resource).Select(patientBehind).OfType<string>().Distinct(StringComparer.Ordinal).Take(2).ToList();
        if (found.Count > 1)
        {
            faults.Add(new ImportFault(entry.Position, "refers to several patients and names none as its subject"));
        }

        return found.Count == 1 ? found[0] : null;
    }

    private static IEnumerable<string> ReferencesIn(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(ReferencesIn),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member =>
            member.NameEquals("reference"u8) && member.Value.AsText() is { } reference ? [reference] : ReferencesIn(member.Value)),
        _ => [],
    };
}
