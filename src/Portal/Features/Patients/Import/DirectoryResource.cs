using Portal.Kernel.Classification;
using Portal.Kernel.Crypto;

namespace Portal.Features.Patients.Import;

/// <summary>An organization, practitioner, location or other resource of no single patient. Bundles share and repeat them with other bodies, so each distinct body is kept once.</summary>
internal sealed class DirectoryResource
{
    [Classified(DataClass.Plain, "opaque id")]
    public Guid Id { get; set; }

    [Classified(DataClass.Plain, "code of kind: the FHIR resource type")]
    public string ResourceType { get; set; } = "";

    [Classified(DataClass.BlindIndex)]
    public byte[] SourceKey { get; set; } = [];

    [Classified(DataClass.BlindIndex)]
    public byte[] ContentHash { get; set; } = [];

    [Classified(DataClass.Plain, "time needed for order and retention")]
    public DateTimeOffset ImportedAt { get; set; }

    /// <summary>Brotli-compressed UTF-8 JSON, under the directory key: it belongs to no patient.</summary>
    [Classified(DataClass.Pii)]
    public Protected<byte[]>? Body { get; set; }
}
