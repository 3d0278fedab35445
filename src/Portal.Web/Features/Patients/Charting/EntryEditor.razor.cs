using Microsoft.AspNetCore.Components;
using Portal.Features.Patients.Charting;
using Portal.Features.Patients.Charting.Content;
using Portal.Web.Components.Ui;

namespace Portal.Web.Features.Patients.Charting;

/// <summary>The form of one entry.</summary>
public sealed partial class EntryEditor : IDisposable
{
    // Errors of these stand at their fields; others are said above the form.
    private static readonly string[] Shown =
    [
        "At", "Reason", "Title", "Text", "Medicine", "Status", "Dosage", "For", "Substance", "Criticality", "Type", "Category", "ClinicalStatus",
        "Reactions", "Problem", "VerificationStatus", "Abatement", "Note", "Code", "Value", "Second", "Unit", "Parts",
    ];

    private readonly CancellationTokenSource gone = new();
    private readonly FieldErrors errors = new();
    private ElementReference title;
    private DeskTask? started;
    private EntryDraft draft = default!;
    private EntryContent? sent;
    private EntryConflict? conflict;
    private PageFailure? failure;
    private string? refusal;
    private int version;
    private bool busy;
    private bool wasHeld;

    /// <summary>The desk that saves.</summary>
    [Parameter, EditorRequired]
    public ChartDesk Desk { get; set; } = default!;

    /// <summary>What is open; it has a draft.</summary>
    [Parameter, EditorRequired]
    public DeskTask Task { get; set; } = default!;

    [Inject] private TimeProvider Clock { get; set; } = default!;

    private string Heading => Task.Mode == DeskMode.Add ? C[$"Add.{Task.Kind}"] : C["Correct.Heading", Task.Entry?.Title ?? ""];

    private string SaveText => Task.Mode == DeskMode.Add ? "Save" : conflict is null ? "Save.Correction" : "Save.Over";

    /// <inheritdoc/>
    public void Dispose()
    {
        gone.Cancel();
        gone.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (started == Task)
        {
            return;
        }

        (started, draft, conflict, failure, refusal) = (Task, Task.Draft!, null, null, null);
        version = Task.Entry?.Version ?? 0;
        errors.Clear();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // Who wants to open something else is brought back to what is being written.
        if (firstRender || (Desk.IsHeld && !wasHeld))
        {
            await title.FocusAsync();
        }

        wasHeld = Desk.IsHeld;
        if (firstRender)
        {
            await KeepAsync();
        }
    }

    // Looked at from here and not at each event: the fields are parts of their own, and what is typed comes in small pieces.
    private async Task KeepAsync()
    {
        using var timer = new PeriodicTimer(DraftShelf.Interval, Clock);
        try
        {
            do
            {
                await Desk.KeepAsync(Task, draft);
            }
            while (await timer.WaitForNextTickAsync(gone.Token));
        }
        catch (OperationCanceledException)
        {
            // The form was closed.
        }
    }

    private async Task SaveAsync(bool inError)
    {
        if (busy || !IsSendable(inError))
        {
            return;
        }

        busy = true;
        sent = inError && draft.Faults().Any() ? Task.Entry!.Content : draft.ToContent(Desk.Zone);
        var result = await Desk.SaveAsync(Task with { Draft = draft }, conflict?.Version ?? version, inError, gone.Token);
        busy = false;
        Take(result);
    }

    private bool IsSendable(bool inError)
    {
        (failure, refusal) = (null, null);
        errors.Clear();
        foreach (var (field, fault) in inError ? [] : draft.Faults())
        {
            errors.Add(field, C[$"Fault.{fault}"]);
        }

        return errors.IsEmpty;
    }

    private void Take(EditResult result)
    {
        (failure, refusal) = (result.Failure, result.Refusal);
        conflict = result.Conflict ?? conflict;
        foreach (var (field, sentence) in result.Errors ?? new Dictionary<string, string>())
        {
            errors.Add(field, sentence);
        }
    }

    private void TakeTheirs()
    {
        var reason = draft.Reason;
        (version, draft) = (conflict!.Version, Desk.StartFrom(conflict));
        draft.Reason = reason;
        conflict = null;
    }
}
