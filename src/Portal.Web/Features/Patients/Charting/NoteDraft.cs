using Portal.Features.Patients.Charting.Content;

namespace Portal.Web.Features.Patients.Charting;

/// <summary>A note being written.</summary>
public sealed class NoteDraft : EntryDraft
{
    /// <summary>What kind of note it is.</summary>
    public string Title { get; set; } = "Progress note";

    /// <summary>The note.</summary>
    public string Text { get; set; } = "";

    /// <inheritdoc/>
    public override EntryContent ToContent(TimeZoneInfo zone) => new NoteContent(At(zone), Title.Trim(), Text.Trim());

    internal static NoteDraft Of(NoteContent note) => new() { Title = note.Title, Text = note.Text };
}
