using System.Text.Json;
using Portal.Features.Patients.Import.Mapping;
using Portal.Features.Patients.Import.Source;
using Portal.Kernel;

namespace Portal.Features.Patients.Import;

/// <summary>A practitioner took part in an encounter of a patient.</summary>
/// <param name="Patient">The patient.</param>
/// <param name="Practitioner">The keyed hash of the practitioner's source name.</param>
/// <param name="Start">When the encounter began.</param>
/// <param name="End">When it ended; <c>null</c> while it goes on.</param>
internal sealed record Attendance(PatientId Patient, Guid Practitioner, DateTimeOffset Start, DateTimeOffset? End)
{
    private static readonly HashSet<string> NotHeld = new(StringComparer.Ordinal) { "cancelled", "entered-in-error" };

    /// <summary>Who took part in an encounter; nobody in one that was not held, or that says no time.</summary>
    public static IEnumerable<Attendance> Of(FhirSource encounter, PatientId patient, SourceKeys keys)
    {
        var period = encounter.Resource.Child("period");
        if (FhirTime.Time(period, "start") is not { } start || NotHeld.Contains(encounter.Status ?? ""))
        {
            yield break;
        }

        var end = FhirTime.Time(period, "end");
        foreach (var participant in encounter.Resource.Items("participant"))
        {
            if (NameOf(encounter, participant) is { } name)
            {
                yield return new Attendance(patient, keys.Of(name), start, end);
            }
        }
    }

    private static string? NameOf(FhirSource encounter, JsonElement participant) =>
        participant.Child("individual").Text("reference") is { } reference ? encounter.References.NameOf(reference, encounter.Entry, "Practitioner") : null;
}
