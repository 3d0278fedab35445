using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Charting.Content;

namespace Portal.Features.Patients.Charting.Shapes;

internal sealed class NoteShape : EntryShape<NoteContent, DocumentReference, DocumentDetails>
{
    public static readonly NoteShape Instance = new();

    public override NoteContent Read(DateTimeOffset at, Coding? code, DocumentDetails details) => NoteContent.Of(at, code, details);

    public override Coding CodeOf(NoteContent content) => new(null, null, content.Title);

    public override DocumentDetails Make(NoteContent content, string? author) => new("current", "text/plain", author, content.Text);

    public override DocumentDetails Correct(DocumentDetails before, NoteContent content) => before with { Status = "current", Text = content.Text };

    public override DocumentDetails MarkInError(DocumentDetails before) => before with { Status = EnteredInError.Code };
}
