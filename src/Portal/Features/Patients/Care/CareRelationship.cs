using Portal.Data.Sealing;
using Portal.Kernel;
using Portal.Kernel.Classification;

namespace Portal.Features.Patients.Care;

/// <summary>An account treats a patient from one time to another (FHIR R4 <c>CareTeam.participant</c>). Sealed: who may open a record hangs on it.</summary>
internal sealed class CareRelationship : SealedRow
{
    [Classified(DataClass.Plain, "opaque account id; access decisions query it")]
    public AccountId AccountId { get; set; }

    [Classified(DataClass.Plain, "code of kind")]
    public CareSource Source { get; set; }

    [Classified(DataClass.Plain, "time needed for access decisions and order")]
    public DateTimeOffset Start { get; set; }

    [Classified(DataClass.Plain, "time needed for access decisions")]
    public DateTimeOffset? End { get; set; }
}
