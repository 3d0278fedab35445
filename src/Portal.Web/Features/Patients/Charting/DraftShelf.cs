using Portal.Features.Patients.Charting;
using Portal.Features.Patients.Charting.Drafts;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Web.Security;

namespace Portal.Web.Features.Patients.Charting;

/// <summary>
/// Keeps on the server what is being typed into the forms of one record, and offers it when the person comes back: a session that ends takes nothing along
/// that was written. It never stands in the way of writing: what cannot be kept now is tried again at the next look.
/// </summary>
public sealed class DraftShelf(FindDrafts find, KeepDraft keep, DropDraft drop, ActorSource actors, ILogger<DraftShelf> log)
{
    private readonly List<KeptDraft> offered = [];
    private PatientId patient;
    private EntryDraft? watched;
    private DraftMark? mark;
    private IReadOnlyDictionary<string, string> last = new Dictionary<string, string>();
    private Task keeping = Task.CompletedTask;

    /// <summary>How often an open form is looked at.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(10);

    /// <summary>What was kept of forms of a kind before this page was opened and was not taken up since, the latest first.</summary>
    public IReadOnlyList<KeptDraft> Of(EntryKind kind) => [.. offered.Where(draft => draft.Kind == kind)];

    /// <summary>Takes a record and looks for what was kept of it.</summary>
    public Task BeginAsync(PatientId record, CancellationToken cancel)
    {
        patient = record;
        offered.Clear();
        Watch(null);
        return TryAsync(async actor => offered.AddRange(await find.ForAsync(actor, PurposeOf.Role(actor.Role), record, cancel)));
    }

    /// <summary>Looks at another form from now on.</summary>
    /// <param name="form">The form; <c>null</c> for none.</param>
    /// <param name="from">What it goes on with, which is not offered any more.</param>
    public void Watch(EntryDraft? form, KeptDraft? from = null)
    {
        (watched, mark, last) = (form, from?.Mark, form?.Typed() ?? new Dictionary<string, string>());
        if (from is not null)
        {
            offered.Remove(from);
        }
    }

    /// <summary>A form that goes on with what was kept; <c>null</c> where the entry that was being corrected is not in the record any more.</summary>
    /// <param name="draft">What was kept.</param>
    /// <param name="entry">The entry as it is now, for a correction.</param>
    /// <param name="zone">The person's time zone.</param>
    /// <param name="now">The time on the person's clock.</param>
    public DeskTask? Resume(KeptDraft draft, ChartedEntry? entry, TimeZoneInfo zone, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(draft);
        if (draft.EntryId is not null && entry?.Content is null)
        {
            return null;
        }

        var form = entry?.Content is { } content ? EntryDraft.From(content, zone) : EntryDraft.New(draft.Kind, now);
        form.Take(draft.Fields);
        // The version that was read then: who has corrected the entry since is not overwritten unseen.
        return new DeskTask(entry is null ? DeskMode.Add : DeskMode.Correct, draft.Kind, entry is null ? null : entry with { Version = draft.EntryVersion }, form);
    }

    /// <summary>Keeps what stands in the open form, where it changed since the last look.</summary>
    public Task KeepAsync(DeskTask task, EntryDraft draft)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(draft);
        var typed = draft.Typed();
        if (draft != watched)
        {
            (watched, last) = (draft, typed);
            return Task.CompletedTask;
        }

        return keeping = typed.Count == last.Count && !typed.Except(last).Any() ? Task.CompletedTask : TryAsync(async actor =>
        {
            // Not given up when the form is closed: then its mark would not be known, and what was kept not found.
            var input = new DraftInput(task.Kind, task.Entry?.Id, task.Entry?.Version ?? 0, typed, mark);
            if (await keep.ForAsync(actor, PurposeOf.Role(actor.Role), patient, input, CancellationToken.None) is { } now && draft == watched)
            {
                (last, mark) = (typed, now);
            }
        });
    }

    /// <summary>Deletes what was kept of the form that was open: it was saved, or is not wanted. What else was kept stays.</summary>
    public async Task DropAsync()
    {
        await keeping;
        if (mark is { } own)
        {
            Watch(null);
            await DropAsync(own);
        }
    }

    /// <summary>Deletes what was offered and is not wanted.</summary>
    public Task DropAsync(KeptDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        offered.Remove(draft);
        return DropAsync(draft.Mark);
    }

    private Task DropAsync(DraftMark draft) => TryAsync(actor => drop.ForAsync(actor, PurposeOf.Role(actor.Role), patient, draft, CancellationToken.None));

    private async Task TryAsync(Func<Actor, Task> work)
    {
        try
        {
            await work(await actors.CurrentAsync());
        }
        catch (SessionEndedException)
        {
            // The page is told by others.
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogWarning("A draft could not be kept, offered or deleted ({Kind}).", failure.GetType().Name);
        }
    }
}
