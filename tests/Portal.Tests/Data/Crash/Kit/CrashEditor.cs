using Portal.Features.Patients.Charting;
using Portal.Features.Patients.Charting.Content;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Tests.Data.Crash;

/// <summary>Writes notes and corrects them. What failed is sent again as it was, as a form is after a lost answer.</summary>
internal sealed class CrashEditor(OwnPortal portal, PatientId patient, Actor clinician)
{
    private const int Notes = 3;
    private static readonly DateTimeOffset At = DateTimeOffset.UnixEpoch.AddYears(50);

    private readonly Queue<(Guid Id, int Version)> notes = new();
    private Guid fresh = Guid.NewGuid();

    /// <summary>The note, and the version that it was told to have.</summary>
    public Task<(Guid Id, int Version)> ActAsync() => notes.Count < Notes ? AddAsync() : CorrectAsync();

    public async Task<(Guid Id, int Version)> AddAsync()
    {
        var id = await portal.Get<AddNote>().ForAsync(clinician, Purpose.Treatment, patient, new AddNoteInput(fresh, Note("Version 1")), default)
            ?? throw new InvalidOperationException("The clinician's own patient was refused.");
        fresh = Guid.NewGuid();
        notes.Enqueue((id, 1));
        return (id, 1);
    }

    public Task<Correction> CorrectAsync(Guid id, int version, string text) => portal.Get<CorrectEntry>().ForAsync(
        clinician, Purpose.Treatment, patient, new CorrectEntryInput(EntryKind.Note, id, version, Note(text), EnteredInError: false, "A slip of the pen."), default);

    private async Task<(Guid Id, int Version)> CorrectAsync()
    {
        var (id, version) = notes.Peek();
        var answer = await CorrectAsync(id, version, $"Version {version + 1}");
        if (answer.Outcome != CorrectionOutcome.Corrected)
        {
            throw new InvalidOperationException($"A note that nobody else corrects was not corrected: {answer.Outcome}.");
        }

        notes.Enqueue(notes.Dequeue() with { Version = answer.Version!.Value });
        return (id, answer.Version.Value);
    }

    private static NoteContent Note(string text) => new(At, "Progress note", text);
}
