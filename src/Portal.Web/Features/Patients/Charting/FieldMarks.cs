namespace Portal.Web.Features.Patients.Charting;

/// <summary>What an input carries so that a screen reader tells its hint and its error.</summary>
public sealed class FieldMarks
{
    /// <summary>Marks of the field with the given id.</summary>
    public FieldMarks(string id, string? error, string? hint)
    {
        var described = string.Join(' ', new[] { error is null ? null : $"{id}-error", hint is null ? null : $"{id}-hint" }.OfType<string>());
        All = new() { ["id"] = id, ["class"] = "input" };
        if (error is not null)
        {
            All["aria-invalid"] = "true";
        }

        if (described.Length > 0)
        {
            All["aria-describedby"] = described;
        }
    }

    /// <summary>The attributes, for <c>@attributes</c>.</summary>
    public Dictionary<string, object> All { get; }
}
