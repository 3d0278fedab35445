using Portal.Data;
using Portal.Data.Sealing;
using Portal.Kernel.Audit;
using Portal.Kernel.Classification;
using Portal.Kernel.Crypto;

namespace Portal.Features.Patients.Chart;

/// <summary>What all clinical rows share. One shape for ten kinds, so that seal, import and views treat them alike.</summary>
[RowCategory(DataCategories.Clinical)]
internal abstract class ChartRow : SealedRow
{
    /// <summary>When it began or was recorded, UTC; it orders the chart.</summary>
    [Classified(DataClass.Plain, "time needed for order, paging and retention")]
    public DateTimeOffset At { get; set; }

    [Classified(DataClass.Plain, "opaque id of the encounter")]
    public Guid? EncounterId { get; set; }

    /// <summary>What was done by hand. Sealed since format 2: <see cref="Done"/> reads it.</summary>
    [Classified(DataClass.Plain, "code of kind: imported, charted or corrected by hand; import rules need it")]
    public HandWork ByHand { get; set; }

    [Classified(DataClass.Phi)]
    public Protected<Coding>? Code { get; set; }

    /// <summary>What was done by hand, as far as the seal covers it: no hand touched a row of the first format.</summary>
    public HandWork Done() => SealFormat == 1 ? HandWork.None : ByHand;
}

/// <summary>A clinical row with the details of its kind.</summary>
internal abstract class ChartRow<TDetails> : ChartRow
    where TDetails : class
{
    [Classified(DataClass.Phi)]
    public Protected<TDetails>? Details { get; set; }
}

internal sealed class Encounter : ChartRow<EncounterDetails>;

internal sealed class Condition : ChartRow<ConditionDetails>;

internal sealed class Observation : ChartRow<ObservationDetails>;

internal sealed class MedicationRequest : ChartRow<MedicationDetails>;

internal sealed class AllergyIntolerance : ChartRow<AllergyDetails>;

internal sealed class Immunization : ChartRow<ImmunizationDetails>;

internal sealed class Procedure : ChartRow<ProcedureDetails>;

internal sealed class DiagnosticReport : ChartRow<ReportDetails>;

internal sealed class DocumentReference : ChartRow<DocumentDetails>;

internal sealed class CarePlan : ChartRow<CarePlanDetails>;
