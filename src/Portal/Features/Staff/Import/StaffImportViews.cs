namespace Portal.Features.Staff.Import;

/// <summary>What a line would do.</summary>
public enum StaffLineKind
{
    /// <summary>It enters somebody.</summary>
    New = 1,

    /// <summary>It changes somebody.</summary>
    Changed = 2,

    /// <summary>It says what the directory says.</summary>
    Unchanged = 3,

    /// <summary>It cannot be taken; the rest of the file can.</summary>
    Refused = 4,
}

/// <summary>A field that a line changes.</summary>
/// <param name="Field">The field.</param>
/// <param name="Before">What the directory says.</param>
/// <param name="After">What it would say.</param>
public sealed record StaffFieldChange(StaffField Field, string? Before, string? After)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(StaffFieldChange);
}

/// <summary>A line of a file and what it would do.</summary>
/// <param name="Line">Its number in the file.</param>
/// <param name="Kind">What it would do.</param>
/// <param name="Number">The staff number.</param>
/// <param name="Name">The name.</param>
/// <param name="Changes">Field by field.</param>
/// <param name="Refusal">The code of why it is refused.</param>
public sealed record StaffLineView(int Line, StaffLineKind Kind, string Number, string Name, IReadOnlyList<StaffFieldChange> Changes, string? Refusal)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(StaffLineView);
}

/// <summary>What a file would do.</summary>
/// <param name="Id">The file that waits.</param>
/// <param name="Version">How many changes the directory has had: the preview is good as long as it has no more.</param>
/// <param name="Fault">The code of what is wrong with the file as a whole.</param>
/// <param name="Lines">Its lines.</param>
public sealed record StaffImportView(Guid Id, long Version, string? Fault, IReadOnlyList<StaffLineView> Lines)
{
    /// <summary>How many lines do something.</summary>
    public int Acting => Lines.Count(line => line.Kind is StaffLineKind.New or StaffLineKind.Changed);

    /// <inheritdoc/>
    public override string ToString() => nameof(StaffImportView);
}
