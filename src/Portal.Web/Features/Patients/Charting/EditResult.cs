using FluentValidation;
using Portal.Features.Patients.Charting;
using Portal.Web.Components.Ui;

namespace Portal.Web.Features.Patients.Charting;

/// <summary>How saving an entry ended.</summary>
/// <param name="IsSaved">Whether it is in the record now.</param>
/// <param name="Errors">What is wrong with each field, by the field's name.</param>
/// <param name="Conflict">What somebody else made of the entry in the meantime.</param>
/// <param name="Refusal">The key of the sentence for an entry that may not be changed.</param>
/// <param name="Failure">What went wrong inside.</param>
public sealed record EditResult(
    bool IsSaved = false,
    IReadOnlyDictionary<string, string>? Errors = null,
    EntryConflict? Conflict = null,
    string? Refusal = null,
    PageFailure? Failure = null)
{
    /// <summary>Saved.</summary>
    public static EditResult Saved { get; } = new(IsSaved: true);

    /// <summary>The fields that a use case refused.</summary>
    public static EditResult Invalid(ValidationException refusal) => new(Errors: refusal.Errors
        .GroupBy(error => FieldOf(error.PropertyName))
        .ToDictionary(group => group.Key, group => group.First().ErrorMessage, StringComparer.Ordinal));

    // "Content.Medicine.Display" is the form's field "Medicine".
    private static string FieldOf(string path)
    {
        // A prescription has a reason of its own beside the reason of a correction.
        var name = path == "Content.Reason" ? nameof(PrescriptionDraft.For)
            : path.StartsWith("Content.", StringComparison.Ordinal) ? path["Content.".Length..]
            : path;
        var end = name.IndexOfAny(['.', '[']);
        return end < 0 ? name : name[..end];
    }
}
