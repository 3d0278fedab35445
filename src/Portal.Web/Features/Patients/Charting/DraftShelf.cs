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
    private readonly Dictionary<EntryKind, KeptDraft> offered = [];
    private readonly HashSet<EntryKind> kept = [];
    private PatientId patient;
    private EntryDraft? watched;
    private IReadOnlyDictionary<string, string> last = new Dictionary<string, string>();

    /// <summary>How often an open form is looked at.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(10);

    /// <summary>What was kept of a form of a kind before this page was opened; <c>null</c> for nothing.</summary>
    public KeptDraft? Of(EntryKind kind) => offered.GetValueOrDefault(kind);

    /// <summary>Takes a record and looks for what was kept of it.</summary>
    public Task BeginAsync(PatientId record, CancellationToken cancel)
    {
        patient = record;
        offered.Clear();
        kept.Clear();
        return TryAsync(async actor =>
        {
            foreach (var draft in await find.ForAsync(actor, PurposeOf.Role(actor.Role), record, cancel))
            {
                offered[draft.Kind] = draft;
                kept.Add(draft.Kind);
            }
        });
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
        offered.Remove(draft.Kind);
        // The version that was read then: who has corrected the entry since is not overwritten unseen.
        return new DeskTask(entry is null ? DeskMode.Add : DeskMode.Correct, draft.Kind, entry is null ? null : entry with { Version = draft.EntryVersion }, form);
    }

    /// <summary>Keeps what stands in an open form, where it changed since the last look.</summary>
    public Task KeepAsync(DeskTask task, EntryDraft draft, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(draft);
        var typed = draft.Typed();
        if (draft != watched)
        {
            (watched, last) = (draft, typed);
            return Task.CompletedTask;
        }

        return typed.Count == last.Count && !typed.Except(last).Any() ? Task.CompletedTask : TryAsync(async actor =>
        {
            var input = new DraftInput(task.Kind, task.Entry?.Id, task.Entry?.Version ?? 0, typed);
            if (await keep.ForAsync(actor, PurposeOf.Role(actor.Role), patient, input, cancel))
            {
                last = typed;
                kept.Add(task.Kind);
            }
        });
    }

    /// <summary>Deletes what was kept of a kind: it was saved, or is not wanted.</summary>
    public Task DropAsync(EntryKind kind)
    {
        offered.Remove(kind);
        return kept.Remove(kind)
            ? TryAsync(actor => drop.ForAsync(actor, PurposeOf.Role(actor.Role), patient, kind, CancellationToken.None))
            : Task.CompletedTask;
    }

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
