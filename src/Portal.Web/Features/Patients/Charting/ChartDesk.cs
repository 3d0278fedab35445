using FluentValidation;
using Microsoft.AspNetCore.Components;
using Portal.Features.Patients.Charting;
using Portal.Features.Patients.Charting.Content;
using Portal.Features.Patients.Charting.Drafts;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Web.Components.Ui;
using Portal.Web.Security;

namespace Portal.Web.Features.Patients.Charting;

/// <summary>Where the chart of one open record is written: what is open, and the way to the use cases. One for each record page.</summary>
public sealed class ChartDesk(
    AddNote addNote,
    AddObservation addObservation,
    AddPrescription addPrescription,
    AddAllergy addAllergy,
    AddCondition addCondition,
    CorrectEntry correctEntry,
    OpenEntryHistory openHistory,
    DraftShelf drafts,
    ActorSource actors,
    NavigationManager navigation,
    TimeProvider clock,
    ILogger<ChartDesk> log)
{
    private PatientId patient;
    private Role role;
    private ElementReference opener;
    private EntryContent? started;
    private Func<Task> reload = () => Task.CompletedTask;
    private Func<EntryKind, Guid, ChartedEntry?> find = (_, _) => null;

    /// <summary>Something opened, closed or was said: what shows the desk draws itself anew.</summary>
    public event Action? Changed;

    /// <summary>What is open, or <c>null</c>.</summary>
    public DeskTask? Open { get; private set; }

    /// <summary>The button that opened what was closed last; it gets the focus back, once.</summary>
    public ElementReference? ReturnTo { get; private set; }

    /// <summary>What was done last: the kind of entry and the key of the sentence.</summary>
    public (EntryKind Kind, string Text)? Said { get; private set; }

    /// <summary>Whether something else was asked for while there is unsaved text: that stays open, and says so.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>The person's time zone.</summary>
    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>Takes a record; an open form of another record is gone.</summary>
    public async Task BeginAsync(
        PatientId record, Role actingAs, TimeZoneInfo zone, Func<Task> loadAgain, Func<EntryKind, Guid, ChartedEntry?> entryOf, CancellationToken cancel)
    {
        (patient, role, Zone, reload, find) = (record, actingAs, zone, loadAgain, entryOf);
        (Open, opener, ReturnTo, Said, IsHeld) = (null, default, null, null, false);
        await drafts.BeginAsync(record, cancel);
        Changed?.Invoke();
    }

    /// <summary>Whether this is the desk of that record.</summary>
    public bool IsOf(PatientId record) => patient == record;

    /// <summary>Whether the record is open for reading alone, by a break-glass grant that covers no more.</summary>
    public bool IsReadOnly { get; set; }

    /// <summary>Whether the person may write entries of a kind; the use case asks again.</summary>
    public bool MayWrite(EntryKind kind) => !IsReadOnly && Roles.Permit(role, kind == EntryKind.Prescription ? Permission.Prescribe : Permission.WriteClinical);

    /// <summary>Opens an empty form.</summary>
    public void Add(EntryKind kind, ElementReference button) =>
        Show(new DeskTask(DeskMode.Add, kind, null, EntryDraft.New(kind, TimeZoneInfo.ConvertTime(clock.GetUtcNow(), Zone).DateTime)), button);

    /// <summary>Opens an entry for correction.</summary>
    public void Correct(ChartedEntry entry, ElementReference button) =>
        Show(new DeskTask(DeskMode.Correct, entry.Kind, entry, entry.Content is null ? null : EntryDraft.From(entry.Content, Zone)), button);

    /// <summary>Opens the history of an entry.</summary>
    public void ShowHistory(ChartedEntry entry, ElementReference button) => Show(new DeskTask(DeskMode.History, entry.Kind, entry, null), button);

    /// <summary>What the person was writing of a kind when earlier sessions ended; nothing while something is open.</summary>
    public IReadOnlyList<KeptDraft> Offered(EntryKind kind) => Open is null && MayWrite(kind) ? drafts.Of(kind) : [];

    /// <summary>Whether one can go on with it: the entry that was being corrected is still there.</summary>
    public bool CanResume(KeptDraft kept) => kept.EntryId is not { } id || find(kept.Kind, id)?.Content is not null;

    /// <summary>Opens the form as it stood.</summary>
    public void Resume(KeptDraft kept)
    {
        var entry = kept.EntryId is { } id ? find(kept.Kind, id) : null;
        if (drafts.Resume(kept, entry, Zone, TimeZoneInfo.ConvertTime(clock.GetUtcNow(), Zone).DateTime) is { } task)
        {
            Show(task, default, kept);
            // It stands for work from the start: nothing else takes its place unasked.
            started = null;
        }
    }

    /// <summary>Keeps what stands in the open form, should the session end.</summary>
    public Task KeepAsync(DeskTask task, EntryDraft draft) => drafts.KeepAsync(task, draft);

    /// <summary>Closes the open form, whose text is not wanted; what was offered before it was opened is offered again.</summary>
    public async Task DiscardAsync()
    {
        Close();
        await drafts.DropAsync();
        Changed?.Invoke();
    }

    /// <summary>Deletes what was offered and is not wanted.</summary>
    public async Task DiscardAsync(KeptDraft kept)
    {
        await drafts.DropAsync(kept);
        Changed?.Invoke();
    }

    /// <summary>Closes what is open, saved or not.</summary>
    public void Close()
    {
        (ReturnTo, Open, IsHeld) = (opener, null, false);
        Changed?.Invoke();
    }

    /// <summary>A correction that starts anew with what an entry says now, in place of the one that is open.</summary>
    public EntryDraft StartFrom(EntryConflict now)
    {
        var draft = EntryDraft.From(now.Content, Zone);
        var entry = Open!.Entry! with { Version = now.Version, Content = now.Content, IsInError = now.IsInError };
        (Open, started) = (Open with { Draft = draft, Entry = entry }, now.Content);
        return draft;
    }

    /// <summary>The button to go back to; asked for once.</summary>
    public ElementReference? TakeReturn()
    {
        var button = ReturnTo;
        ReturnTo = null;
        return button;
    }

    /// <summary>Saves a new entry or a correction.</summary>
    /// <param name="task">What is open.</param>
    /// <param name="version">The version that a correction stands on.</param>
    /// <param name="inError">Marks the entry as entered in error instead.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<EditResult> SaveAsync(DeskTask task, int version, bool inError, CancellationToken cancel)
    {
        try
        {
            var actor = await actors.CurrentAsync(cancel);
            var purpose = PurposeOf.Role(actor.Role);
            var result = task.Mode == DeskMode.Add
                ? await AddAsync(actor, purpose, task.Draft!, cancel)
                : await CorrectAsync(actor, purpose, task, version, inError, cancel);
            if (result.IsSaved)
            {
                await SavedAsync(task, inError);
            }

            return result;
        }
        catch (ValidationException refusal)
        {
            return EditResult.Invalid(refusal);
        }
        catch (SessionEndedException)
        {
            SignInAgain();
            return new EditResult(Refusal: "Refused.SignedOut");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new EditResult(Failure: Failed(e));
        }
    }

    /// <summary>The history of an entry; <c>null</c> where it is not open to the person.</summary>
    public async Task<EntryHistoryView?> HistoryAsync(ChartedEntry entry, CancellationToken cancel)
    {
        var actor = await actors.CurrentAsync(cancel);
        return await openHistory.ForAsync(actor, PurposeOf.Role(actor.Role), patient, entry.Kind, entry.Id, cancel);
    }

    /// <summary>Leaves for the sign-in page: the session has ended, and what is shown must go.</summary>
    public void SignInAgain() => navigation.ToSignedOut();

    /// <summary>Writes the log line of a failure: its kind only, because a message could hold data.</summary>
    public PageFailure Failed(Exception failure)
    {
        var kept = PageFailure.Of(failure);
        log.LogError("Charting failed, reference {Reference}, {Kind}", kept.Reference, failure.GetType().Name);
        return kept;
    }

    private async Task<EditResult> AddAsync(Actor actor, Purpose purpose, EntryDraft draft, CancellationToken cancel)
    {
        var id = draft.ToContent(Zone) switch
        {
            NoteContent note => await addNote.ForAsync(actor, purpose, patient, new(draft.Id, note), cancel),
            ObservationContent result => await addObservation.ForAsync(actor, purpose, patient, new(draft.Id, result), cancel),
            PrescriptionContent order => await addPrescription.ForAsync(actor, purpose, patient, new(draft.Id, order), cancel),
            AllergyContent allergy => await addAllergy.ForAsync(actor, purpose, patient, new(draft.Id, allergy), cancel),
            ConditionContent problem => await addCondition.ForAsync(actor, purpose, patient, new(draft.Id, problem), cancel),
            _ => throw new InvalidOperationException("There is no use case for this kind of entry."),
        };
        return id is null ? new EditResult(Refusal: "Refused.NotOpen") : EditResult.Saved;
    }

    private async Task<EditResult> CorrectAsync(Actor actor, Purpose purpose, DeskTask task, int version, bool inError, CancellationToken cancel)
    {
        var content = inError ? null : task.Draft!.ToContent(Zone);
        var input = new CorrectEntryInput(task.Kind, task.Entry!.Id, version, content, inError, task.Draft!.Reason.Trim());
        var answer = await correctEntry.ForAsync(actor, purpose, patient, input, cancel);
        return answer.Outcome switch
        {
            CorrectionOutcome.Corrected => EditResult.Saved,
            CorrectionOutcome.Conflict => new EditResult(Conflict: answer.Conflict),
            CorrectionOutcome.Unreadable => new EditResult(Refusal: "Refused.Unreadable"),
            _ => new EditResult(Refusal: "Refused.NotOpen"),
        };
    }

    private async Task SavedAsync(DeskTask task, bool inError)
    {
        Said = (task.Kind, task.Mode == DeskMode.Add ? $"Added.{task.Kind}" : inError ? "Marked" : "Corrected");
        (ReturnTo, Open, IsHeld) = (opener, null, false);
        await drafts.DropAsync();
        await reload();
        Changed?.Invoke();
    }

    // Compared with what the form began with, so that looking at an entry holds up nothing.
    private bool IsTouched() =>
        Open!.Draft!.Faults().Any() || Open.Draft.Reason.Length > 0 || EntryDifference.Between(started, Open.Draft.ToContent(Zone)).Count > 0;

    private void Show(DeskTask task, ElementReference button, KeptDraft? from = null)
    {
        IsHeld = Open?.Draft is not null && IsTouched();
        if (!IsHeld)
        {
            (Open, opener, ReturnTo, Said) = (task, button, null, null);
            started = task.Draft is { } draft && !draft.Faults().Any() ? draft.ToContent(Zone) : null;
            drafts.Watch(task.Draft, from);
        }

        Changed?.Invoke();
    }
}
