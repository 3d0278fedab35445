using System.Text.Json.Serialization;

namespace Portal.Features.Patients.Charting.Content;

/// <summary>What a person writes into one entry of a chart, and what its history shows. Text is plain text, whatever it looks like.</summary>
/// <param name="At">When it was so, UTC; not in the future.</param>
[JsonDerivedType(typeof(NoteContent), "note")]
[JsonDerivedType(typeof(ObservationContent), "observation")]
[JsonDerivedType(typeof(PrescriptionContent), "prescription")]
[JsonDerivedType(typeof(AllergyContent), "allergy")]
[JsonDerivedType(typeof(ConditionContent), "condition")]
public abstract record EntryContent(DateTimeOffset At)
{
    /// <summary>The kind of entry it is for.</summary>
    internal abstract EntryKind Kind { get; }

    /// <summary>Its fields by name, with their values as plain text; what has no value is left out.</summary>
    public IReadOnlyList<EntryField> Fields() =>
        [new(nameof(At), At.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture)),
            .. Named().Where(field => !string.IsNullOrEmpty(field.Value)).Select(field => new EntryField(field.Name, field.Value!))];

    // Record printing would put health data into a log line by accident.
    /// <inheritdoc/>
    public sealed override string ToString() => GetType().Name;

    private protected abstract IEnumerable<(string Name, string? Value)> Named();
}

/// <summary>A field of an entry.</summary>
/// <param name="Name">Its name, such as <c>Dosage</c>; screens translate it.</param>
/// <param name="Value">Its value as plain text, numbers and times in the invariant form.</param>
public sealed record EntryField(string Name, string Value)
{
    // Record printing would put health data into a log line by accident.
    /// <inheritdoc/>
    public override string ToString() => Name;
}
