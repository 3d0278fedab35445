using Portal.Kernel;
using Portal.Kernel.Classification;

namespace Portal.Features.Patients.Registration;

/// <summary>A keyed hash of a prefix (two letters or more) of one word of a patient's name; prefix search joins on it.</summary>
internal sealed class NameToken
{
    [Classified(DataClass.BlindIndex)]
    public byte[] Token { get; set; } = [];

    [Classified(DataClass.Plain, "opaque token that joins a patient's rows")]
    public PatientId PatientId { get; set; }
}
