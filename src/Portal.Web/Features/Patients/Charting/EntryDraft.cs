using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Charting;
using Portal.Features.Patients.Charting.Content;
using Portal.Kernel;

namespace Portal.Web.Features.Patients.Charting;

/// <summary>What a person has typed so far into the form of an entry. It outlasts a lost race, and by <see cref="DraftShelf"/> a lost session.</summary>
public abstract class EntryDraft
{
    private DateTimeOffset? original;

    /// <summary>The id that a new entry will have, so that pressing the button twice makes one entry.</summary>
    public Guid Id { get; } = Guid.CreateVersion7();

    /// <summary>When, as the person's clock says it, to the minute.</summary>
    public DateTime? When { get; set; }

    /// <summary>Why an entry is corrected.</summary>
    public string Reason { get; set; } = "";

    /// <summary>An empty draft of a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="now">The time on the person's clock.</param>
    public static EntryDraft New(EntryKind kind, DateTime now)
    {
        EntryDraft draft = kind switch
        {
            EntryKind.Note => new NoteDraft(),
            EntryKind.Observation => new ObservationDraft(),
            EntryKind.Prescription => new PrescriptionDraft(),
            EntryKind.Allergy => new AllergyDraft(),
            EntryKind.Condition => new ConditionDraft(),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
        draft.When = Minute(now);
        return draft;
    }

    /// <summary>A draft that starts with what is charted.</summary>
    public static EntryDraft From(EntryContent content, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(content);
        EntryDraft draft = content switch
        {
            NoteContent note => NoteDraft.Of(note),
            ObservationContent result => ObservationDraft.Of(result),
            PrescriptionContent order => PrescriptionDraft.Of(order),
            AllergyContent allergy => AllergyDraft.Of(allergy),
            ConditionContent problem => ConditionDraft.Of(problem, zone),
            _ => throw new ArgumentOutOfRangeException(nameof(content)),
        };
        draft.original = content.At;
        draft.When = Minute(TimeZoneInfo.ConvertTime(content.At, zone).DateTime);
        return draft;
    }

    /// <summary>What stands in the fields, as text by their names; empty ones are left out.</summary>
    public IReadOnlyDictionary<string, string> Typed() => TypedFields.Read(this);

    /// <summary>Puts into the fields what stood in them before.</summary>
    public void Take(IReadOnlyDictionary<string, string> fields) => TypedFields.Set(this, fields);

    /// <summary>What cannot even be sent: fields whose text is no number or no time, with the key of the sentence that says so.</summary>
    public virtual IEnumerable<(string Field, string Fault)> Faults()
    {
        if (When is null)
        {
            yield return ("At", "When");
        }
    }

    /// <summary>What the use case takes; to be asked for only where there are no <see cref="Faults"/>.</summary>
    public abstract EntryContent ToContent(TimeZoneInfo zone);

    /// <summary>The time in UTC; seconds that the form does not show stay as they were where the minute was not touched.</summary>
    protected DateTimeOffset At(TimeZoneInfo zone)
    {
        if (original is { } at && When == Minute(TimeZoneInfo.ConvertTime(at, zone).DateTime))
        {
            return at;
        }

        return WallClock.Utc(When ?? throw new InvalidOperationException("The draft has faults: it has no time."), zone);
    }

    /// <summary>A term whose words were not touched keeps its code; changed words are words only.</summary>
    protected static Coding Term(Coding? before, string words) =>
        before is not null && before.Display == words.Trim() ? before : new Coding(null, null, words.Trim());

    /// <summary>Text as it is stored: nothing but blanks is nothing.</summary>
    protected static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static DateTime Minute(DateTime time) => new(time.Year, time.Month, time.Day, time.Hour, time.Minute, 0, DateTimeKind.Unspecified);
}
