using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Data;
using Portal.Data.Sealing;

namespace Portal.Features.Patients.Chart;

/// <summary>Maps one kind of clinical row.</summary>
internal abstract class ChartMap<TRow, TDetails>(string table) : IEntityTypeConfiguration<TRow>
    where TRow : ChartRow<TDetails>
    where TDetails : class
{
    public void Configure(EntityTypeBuilder<TRow> builder)
    {
        builder.ToTable(table, Schemas.Clinical);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.HasSeal(
            1, nameof(ChartRow.At), nameof(ChartRow.EncounterId), nameof(ChartRow.Code), nameof(ChartRow<TDetails>.Details));
        builder.HasSeal(
            2, nameof(ChartRow.At), nameof(ChartRow.EncounterId), nameof(ChartRow.ByHand), nameof(ChartRow.Code), nameof(ChartRow<TDetails>.Details));
        builder.HasIndex(row => new { row.PatientId, row.At });
    }
}

internal sealed class EncounterMap() : ChartMap<Encounter, EncounterDetails>("encounters");

internal sealed class ConditionMap() : ChartMap<Condition, ConditionDetails>("conditions");

internal sealed class ObservationMap() : ChartMap<Observation, ObservationDetails>("observations");

internal sealed class MedicationRequestMap() : ChartMap<MedicationRequest, MedicationDetails>("medication_requests");

internal sealed class AllergyIntoleranceMap() : ChartMap<AllergyIntolerance, AllergyDetails>("allergy_intolerances");

internal sealed class ImmunizationMap() : ChartMap<Immunization, ImmunizationDetails>("immunizations");

internal sealed class ProcedureMap() : ChartMap<Procedure, ProcedureDetails>("procedures");

internal sealed class DiagnosticReportMap() : ChartMap<DiagnosticReport, ReportDetails>("diagnostic_reports");

internal sealed class DocumentReferenceMap() : ChartMap<DocumentReference, DocumentDetails>("document_references");

internal sealed class CarePlanMap() : ChartMap<CarePlan, CarePlanDetails>("care_plans");
