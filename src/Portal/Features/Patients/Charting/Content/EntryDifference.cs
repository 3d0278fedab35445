namespace Portal.Features.Patients.Charting.Content;

/// <summary>A field that differs between two states of an entry.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Before">The value before, or <c>null</c> where it had none.</param>
/// <param name="After">The value after, or <c>null</c> where it has none.</param>
public sealed record FieldChange(string Name, string? Before, string? After)
{
    // Record printing would put health data into a log line by accident.
    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>Compares two states of an entry, for its history and for the person who lost a race.</summary>
public static class EntryDifference
{
    /// <summary>The fields that differ, in the order of the form.</summary>
    /// <param name="before">The earlier state; <c>null</c> where there was none.</param>
    /// <param name="after">The later state; <c>null</c> where there is none.</param>
    public static IReadOnlyList<FieldChange> Between(EntryContent? before, EntryContent? after)
    {
        var was = before?.Fields().ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal) ?? [];
        var now = after?.Fields().ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal) ?? [];
        return [.. was.Keys.Union(now.Keys)
            .Select(name => new FieldChange(name, was.GetValueOrDefault(name), now.GetValueOrDefault(name)))
            .Where(change => change.Before != change.After)];
    }
}
