using Portal.Features.Patients.Chart;

namespace Portal.Features.Patients.Charting.Content;

/// <summary>A note.</summary>
/// <param name="At">When it was written or what time it speaks of, UTC.</param>
/// <param name="Title">What kind of note it is, such as <c>Progress note</c>; 200 characters at most.</param>
/// <param name="Text">The note; 50,000 characters at most.</param>
public sealed record NoteContent(DateTimeOffset At, string Title, string Text) : EntryContent(At)
{
    internal override EntryKind Kind => EntryKind.Note;

    /// <summary>The content of an entry as a form starts with it; <c>null</c> where it cannot be read.</summary>
    public static NoteContent? Of(ChartItem<DocumentDetails> item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return item.Details.HasValue && !item.Code.IsDamaged ? Of(item.At, item.Code.ValueOrDefault, item.Details.ValueOrDefault!) : null;
    }

    internal static NoteContent Of(DateTimeOffset at, Coding? code, DocumentDetails details) => new(at, code?.Display ?? "", details.Text ?? "");

    private protected override IEnumerable<(string, string?)> Named() => [(nameof(Title), Title), (nameof(Text), Text)];
}
