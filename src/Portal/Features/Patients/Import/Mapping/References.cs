using System.Text.Json;
using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Import.Reading;

namespace Portal.Features.Patients.Import.Mapping;

/// <summary>Follows references within a batch, into contained resources, and to names learned earlier in the run.</summary>
internal sealed class References
{
    private readonly Dictionary<string, ImportEntry> entries = new(StringComparer.Ordinal);
    private readonly Names names;

    public References(IEnumerable<ImportEntry> batch, Names names)
    {
        this.names = names;
        foreach (var entry in batch)
        {
            Add(entry.FullUrl, entry);
            Add(entry.SourceName, entry);
        }
    }

    /// <summary>The entry of this batch that a reference points to.</summary>
    public ImportEntry? Find(string reference, ImportEntry from) =>
        entries.GetValueOrDefault(reference)
        ?? (SourceNames.OfReference(reference, from.FullUrl, "") is { } name ? entries.GetValueOrDefault(name) : null);

    /// <summary>The source name of what a reference points to, in this batch or not.</summary>
    public string? NameOf(string reference, ImportEntry from, string urnType) =>
        Find(reference, from)?.SourceName ?? SourceNames.OfReference(reference, from.FullUrl, urnType);

    /// <summary>The words for what a member refers to: the reference's own, or those of its target.</summary>
    public string? Words(ImportEntry from, JsonElement reference, string urnType = "Practitioner")
    {
        (bool IsPatient, Coding? Coding) target = reference.Text("reference") is { } pointer ? Target(from, pointer, urnType) : default;
        return target.IsPatient ? null : reference.Text("display") ?? target.Coding?.Display;
    }

    public Coding? Concept(ImportEntry from, JsonElement reference, string urnType) =>
        (reference.Text("reference") is { } pointer ? Target(from, pointer, urnType).Coding : null)
        ?? (reference.Text("display") is { } display ? new Coding(null, null, display) : null);

    private (bool IsPatient, Coding? Coding) Target(ImportEntry from, string pointer, string urnType)
    {
        if (pointer.StartsWith('#'))
        {
            var contained = from.Resource.Items("contained").FirstOrDefault(one => one.Text("id") == pointer[1..]);
            return (contained.Text("resourceType") == "Patient", Names.Of(contained.Text("resourceType"), contained));
        }

        if (Find(pointer, from) is { } entry)
        {
            return (entry.Type == "Patient", Names.Of(entry.Type, entry.Resource));
        }

        var name = SourceNames.OfReference(pointer, from.FullUrl, urnType);
        return (pointer.Contains("Patient/", StringComparison.Ordinal), name is null ? null : names.Find(name));
    }

    private void Add(string? name, ImportEntry entry)
    {
        if (name is not null)
        {
            entries[name] = entry;
        }
    }
}
