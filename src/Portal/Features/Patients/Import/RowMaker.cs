using Portal.Data;
using Portal.Features.Patients.Billing;
using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Import.Mapping;
using Portal.Features.Patients.Import.Source;
using Portal.Kernel;

namespace Portal.Features.Patients.Import;

/// <summary>Whose row is made from a resource, under which id, in which version, and which row with which version it replaces.</summary>
internal sealed record RowSlot(PatientId Patient, Guid Id, int Version, (Guid Id, int Version)? Old);

/// <summary>Makes chart and billing rows from resources. Types that no view shows make none; they are kept as source alone.</summary>
internal sealed class RowMaker(Access access, SourceKeys keys, ImportRows rows, DateTimeOffset now)
{
    private static readonly HashSet<string> Types = new(StringComparer.Ordinal)
    {
        "Encounter", "Condition", "Observation", "MedicationRequest", "AllergyIntolerance", "Immunization", "Procedure",
        "DiagnosticReport", "DocumentReference", "CarePlan", "Claim", "ExplanationOfBenefit", "Coverage",
    };

    /// <summary>Whether resources of this type make a row.</summary>
    public static bool Makes(string type) => Types.Contains(type);

    /// <summary>Covers made from resources that contain one; they are written unless they are there already.</summary>
    public Dictionary<Guid, Coverage> ContainedCovers { get; } = [];

    /// <summary>Whether a row was made.</summary>
    public bool Make(FhirSource source, RowSlot slot) => source.Entry.Type switch
    {
        "Encounter" => Chart<Encounter, EncounterDetails>(source, slot, EncounterMapper.Map),
        "Condition" => Chart<Condition, ConditionDetails>(source, slot, ConditionMapper.Map),
        "Observation" => Chart<Observation, ObservationDetails>(source, slot, ObservationMapper.Map),
        "MedicationRequest" => Chart<MedicationRequest, MedicationDetails>(source, slot, MedicationMapper.Map),
        "AllergyIntolerance" => Chart<AllergyIntolerance, AllergyDetails>(source, slot, AllergyMapper.Map),
        "Immunization" => Chart<Immunization, ImmunizationDetails>(source, slot, ImmunizationMapper.Map),
        "Procedure" => Chart<Procedure, ProcedureDetails>(source, slot, ProcedureMapper.Map),
        "DiagnosticReport" => Chart<DiagnosticReport, ReportDetails>(source, slot, ReportMapper.Map),
        "DocumentReference" => Chart<DocumentReference, DocumentDetails>(source, slot, DocumentMapper.Map),
        "CarePlan" => Chart<CarePlan, CarePlanDetails>(source, slot, CarePlanMapper.Map),
        "Claim" => Bill<Claim, ClaimDetails>(source, slot, ClaimMapper.Map) && Cover(source, slot),
        "ExplanationOfBenefit" => Bill<ExplanationOfBenefit, BenefitDetails>(source, slot, BenefitMapper.Map) && Cover(source, slot),
        "Coverage" => Bill<Coverage, CoverageDetails>(source, slot, CoverageMapper.Map),
        _ => false,
    };

    private bool Chart<TRow, TDetails>(FhirSource source, RowSlot slot, Func<FhirSource, Charted<TDetails>> map)
        where TRow : ChartRow<TDetails>, new()
        where TDetails : class
    {
        var mapped = map(source);
        var row = Put(new TRow(), slot);
        row.At = mapped.At ?? TimeOf(source);
        row.EncounterId = EncounterOf(source, slot.Patient, mapped.Encounter);
        row.Code = mapped.Code is null ? null : access.Protect(slot.Patient, mapped.Code);
        row.Details = access.Protect(slot.Patient, mapped.Details);
        return true;
    }

    private bool Bill<TRow, TDetails>(FhirSource source, RowSlot slot, Func<FhirSource, Billed<TDetails>> map)
        where TRow : BillingRow<TDetails>, new()
        where TDetails : class
    {
        var mapped = map(source);
        var row = Put(new TRow(), slot);
        row.At = mapped.At ?? TimeOf(source);
        row.Details = access.Protect(slot.Patient, mapped.Details);
        return true;
    }

    private TRow Put<TRow>(TRow row, RowSlot slot)
        where TRow : Data.Sealing.SealedRow
    {
        (row.Id, row.PatientId, row.Version) = (slot.Id, slot.Patient, slot.Version);
        rows.Add(row);
        if (slot.Old is { } old)
        {
            rows.Replace<TRow>(old.Id, old.Version);
        }

        return row;
    }

    // Each claim repeats its cover, so a cover's id follows from what it says: a patient with forty claims has one cover, not forty.
    private bool Cover(FhirSource source, RowSlot slot)
    {
        foreach (var (at, details) in CoverageMapper.Contained(source))
        {
            var id = keys.RowId(slot.Patient, $"contained cover {details.Status} {details.Kind} {details.Payor} {details.SubscriberId} {details.End:O}");
            var begins = at ?? TimeOf(source);
            if (!ContainedCovers.TryGetValue(id, out var known) || begins < known.At)
            {
                ContainedCovers[id] = new Coverage { Id = id, PatientId = slot.Patient, At = begins, Details = access.Protect(slot.Patient, details) };
            }
        }

        return true;
    }

    private Guid? EncounterOf(FhirSource source, PatientId patient, string? reference) =>
        reference is not null && source.References.NameOf(reference, source.Entry, "Encounter") is { } name ? keys.RowId(patient, name) : null;

    // Where the source gives no time at all, the time of its last change or of the import keeps the row in the chart.
    private DateTimeOffset TimeOf(FhirSource source) => FhirTime.Time(source.Resource.Child("meta"), "lastUpdated") ?? now;
}
