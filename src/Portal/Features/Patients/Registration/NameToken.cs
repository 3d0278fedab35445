using Portal.Kernel;
using Portal.Kernel.Classification;

namespace Portal.Features.Patients.Registration;

/// <summary>A keyed hash of something by which a patient is found: a prefix of a word of a name, a form of a phone number, an e-mail address, an identifier. Search joins on it.</summary>
internal sealed class NameToken
{
    [Classified(DataClass.BlindIndex)]
    public byte[] Token { get; set; } = [];

    [Classified(DataClass.Plain, "opaque token that joins a patient's rows")]
    public PatientId PatientId { get; set; }
}
