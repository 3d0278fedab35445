using System.ComponentModel.DataAnnotations.Schema;
using Portal.Kernel;
using Portal.Kernel.Classification;

namespace Portal.Data.Sealing;

/// <summary>A row about one patient that carries a keyed seal over all its columns, checked whenever it is loaded (45 CFR 164.312(c)).</summary>
internal abstract class SealedRow
{
    [Classified(DataClass.Plain, "opaque id")]
    public Guid Id { get; set; }

    [Classified(DataClass.Plain, "opaque token that joins a patient's rows")]
    public PatientId PatientId { get; set; }

    /// <summary>Counts changes; a concurrent change loses against it.</summary>
    [Classified(DataClass.Plain, "change counter for optimistic concurrency")]
    public int Version { get; set; } = 1;

    [Classified(DataClass.Plain, "which column list the seal covers")]
    public short SealFormat { get; set; }

    [Classified(DataClass.Plain, "keyed MAC over the row")]
    public byte[] Seal { get; set; } = [];

    /// <summary>Set on load when the seal does not match: no value of this row is revealed.</summary>
    [NotMapped]
    public bool SealBroken { get; set; }
}
