using Portal.Kernel;
using Portal.Kernel.Classification;
using Portal.Kernel.Crypto;

namespace Portal.Data.Keys;

/// <summary>A wrapped data key of the system.</summary>
internal sealed class SystemKey
{
    [Classified(DataClass.Plain, "code of kind")]
    public KeyUse Use { get; set; }

    [Classified(DataClass.Secret)]
    public byte[] Wrapped { get; set; } = [];

    [Classified(DataClass.Plain, "public id of the key that wraps it; a swapped key file is found by it")]
    public string WrappedBy { get; set; } = "";

    [Classified(DataClass.Plain, "time needed for rotation")]
    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>The wrapped data key of one patient. Deleting it makes every copy of the patient's data noise.</summary>
internal sealed class PatientKey
{
    [Classified(DataClass.Plain, "opaque token that joins a patient's rows")]
    public PatientId PatientId { get; set; }

    [Classified(DataClass.Secret)]
    public byte[] Wrapped { get; set; } = [];

    [Classified(DataClass.Plain, "time needed for rotation")]
    public DateTimeOffset CreatedAt { get; set; }
}
