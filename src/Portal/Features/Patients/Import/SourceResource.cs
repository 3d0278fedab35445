using Portal.Data;
using Portal.Data.Sealing;
using Portal.Kernel.Audit;
using Portal.Kernel.Classification;
using Portal.Kernel.Crypto;

namespace Portal.Features.Patients.Import;

/// <summary>A FHIR resource exactly as it came in, compressed and encrypted, with the subject's display name replaced by a token. Never changed; a new import adds a revision.</summary>
[RowCategory(DataCategories.Source)]
internal sealed class SourceResource : SealedRow
{
    [Classified(DataClass.Plain, "code of kind: the FHIR resource type")]
    public string ResourceType { get; set; } = "";

    /// <summary>Keyed hash of the resource's type and id.</summary>
    [Classified(DataClass.BlindIndex)]
    public byte[] SourceKey { get; set; } = [];

    /// <summary>Keyed hash of the body; an equal one means that nothing changed.</summary>
    [Classified(DataClass.BlindIndex)]
    public byte[] ContentHash { get; set; } = [];

    [Classified(DataClass.Plain, "counts imports of the same resource that differed")]
    public int Revision { get; set; } = 1;

    [Classified(DataClass.Plain, "time needed for order and retention")]
    public DateTimeOffset ImportedAt { get; set; }

    /// <summary>The chart or billing row made from it, if any.</summary>
    [Classified(DataClass.Plain, "opaque id")]
    public Guid? RowId { get; set; }

    /// <summary>Brotli-compressed UTF-8 JSON.</summary>
    [Classified(DataClass.Phi)]
    public Protected<byte[]>? Body { get; set; }
}
