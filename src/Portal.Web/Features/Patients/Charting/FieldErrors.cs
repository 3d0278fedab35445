namespace Portal.Web.Features.Patients.Charting;

/// <summary>What is wrong with the fields of a form, by name.</summary>
public sealed class FieldErrors
{
    private readonly Dictionary<string, string> errors = new(StringComparer.Ordinal);

    /// <summary>The sentence for a field, or <c>null</c>.</summary>
    public string? this[string field] => errors.GetValueOrDefault(field);

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsEmpty => errors.Count == 0;

    /// <summary>Forgets all.</summary>
    public void Clear() => errors.Clear();

    /// <summary>Notes a sentence; the first one of a field stays.</summary>
    public void Add(string field, string sentence) => errors.TryAdd(field, sentence);

    /// <summary>Sentences of fields that the form does not show; they are said above it, so that none is lost.</summary>
    public IEnumerable<string> Outside(IEnumerable<string> shown) => errors.Where(pair => !shown.Contains(pair.Key)).Select(pair => pair.Value);
}
