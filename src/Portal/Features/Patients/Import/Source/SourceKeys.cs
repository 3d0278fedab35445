using System.Text;
using Portal.Kernel;
using Portal.Kernel.Crypto;

namespace Portal.Features.Patients.Import.Source;

/// <summary>Keyed hashes of source names and contents, and the row ids made from them: ids in the source's own form would tell where a row came from.</summary>
internal sealed class SourceKeys(BlindIndex index)
{
    public Guid Of(string sourceName) => new(index.Of("source.resources.source_key", sourceName));

    public byte[] Content(ReadOnlySpan<byte> canonical) => index.Of("source.resources.content_hash", canonical);

    /// <summary>
    /// The id of the row made from a patient's resource. It follows from both, so that a reference to an encounter resolves before the encounter is there;
    /// a patient who is erased and imported again has a new token, and so new row ids.
    /// </summary>
    public Guid RowId(PatientId patient, string sourceName) =>
        new(index.Of("clinical.row_id", Encoding.UTF8.GetBytes($"{patient.Value:N} {sourceName}")));
}
