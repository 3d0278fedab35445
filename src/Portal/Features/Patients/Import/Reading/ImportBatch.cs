using System.Runtime.InteropServices;
using System.Text.Json;

namespace Portal.Features.Patients.Import.Reading;

/// <summary>What one transaction brings in: a bundle, a single resource, or a run of ndjson lines.</summary>
internal sealed class ImportBatch(IReadOnlyList<JsonDocument> documents, IReadOnlyList<ImportEntry> entries, IReadOnlyList<ImportFault> faults, bool isBundle) : IDisposable
{
    public IReadOnlyList<ImportEntry> Entries { get; } = entries;

    public IReadOnlyList<ImportFault> Faults { get; } = faults;

    /// <summary>Whether it is so large that no other one is read while it is held.</summary>
    public bool IsLarge => Entries.Count > ImportLimits.LinesAtOnce || documents.Sum(one => (long)JsonMarshal.GetRawUtf8Value(one.RootElement).Length) > ImportLimits.LineBytesAtOnce;

    /// <summary>Whether its entries came as one bundle, so that they speak of each other.</summary>
    public bool IsBundle { get; } = isBundle;

    public void Dispose()
    {
        foreach (var document in documents)
        {
            document.Dispose();
        }
    }
}
