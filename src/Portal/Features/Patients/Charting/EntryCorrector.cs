using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Charting.Content;
using Portal.Features.Patients.Charting.History;
using Portal.Features.Patients.Charting.Shapes;
using Portal.Kernel;

namespace Portal.Features.Patients.Charting;

/// <summary>Corrects an entry with its history and its audit entry, in one transaction; of several corrections of one version, one wins.</summary>
internal sealed class EntryCorrector(PortalDatabase database, Gate gate, AccountNames names, TimeProvider clock)
{
    public async Task<Correction> CorrectAsync<TContent, TRow, TDetails>(
        EntryShape<TContent, TRow, TDetails> shape, EntryTask task, CorrectEntryInput input, CancellationToken cancel)
        where TContent : EntryContent
        where TRow : ChartRow<TDetails>, new()
        where TDetails : class
    {
        await using var db = database.Open();
        if (await gate.OpenForChangeAsync(db, task.Actor, task.Purpose, task.Request, task.Patient, cancel) is not { } access)
        {
            return new Correction(CorrectionOutcome.NotFound);
        }

        var row = await db.Set<TRow>().SingleOrDefaultAsync(one => one.Id == task.EntryId && one.PatientId == task.Patient, cancel);
        if (row is not null && row.Version == input.ExpectedVersion && ReadEntry(shape, access, row) is { } before)
        {
            var after = Apply(shape, access, row, before, input);
            db.Add(EntryChange.New(access, task, input.Kind, row.Version + 1, clock.GetUtcNow(), before, after, input.Reason));
            if (await TryCommitAsync(db, cancel))
            {
                return new Correction(CorrectionOutcome.Corrected, row.Version);
            }
        }

        await db.Database.RollbackTransactionAsync(cancel);
        return await LostAsync(shape, access, task, input, cancel);
    }

    private static EntrySnapshot? ReadEntry<TContent, TRow, TDetails>(EntryShape<TContent, TRow, TDetails> shape, Access access, TRow row)
        where TContent : EntryContent
        where TRow : ChartRow<TDetails>, new()
        where TDetails : class
    {
        if (!access.Opens(row.PatientId))
        {
            return null;
        }

        var (code, details) = (access.Reveal(row, row.Code), access.Reveal(row, row.Details));
        return !code.IsDamaged && details.HasValue
            ? EntrySnapshot.Of(shape.Read(row.At, code.ValueOrDefault, details.ValueOrDefault!), details.ValueOrDefault!)
            : null;
    }

    private static EntrySnapshot Apply<TContent, TRow, TDetails>(
        EntryShape<TContent, TRow, TDetails> shape, Access access, TRow row, EntrySnapshot before, CorrectEntryInput input)
        where TContent : EntryContent
        where TRow : ChartRow<TDetails>, new()
        where TDetails : class
    {
        var old = access.Reveal(row, row.Details).ValueOrDefault!;
        var content = input.Content is TContent typed ? EntryTime.Cut(typed) : null;
        var details = content is null ? shape.MarkInError(old) : shape.Correct(old, content);
        row.Details = access.Protect(row.PatientId, details);
        row.ByHand = row.Done() | HandWork.Corrected;
        if (content is not null)
        {
            row.At = content.At;
            row.Code = access.Protect(row.PatientId, Kept(access.Reveal(row, row.Code).ValueOrDefault, shape.CodeOf(content)));
        }

        return EntrySnapshot.Of(content ?? before.Content, details);
    }

    // A form without code fields does not take a code away: the same words keep it.
    private static Coding Kept(Coding? before, Coding after) => before is not null && after.Code is null && before.Display == after.Display ? before : after;

    private static async Task<bool> TryCommitAsync(PortalDbContext db, CancellationToken cancel)
    {
        try
        {
            await db.SaveChangesAsync(cancel);
            await db.Database.CommitTransactionAsync(cancel);
            return true;
        }
        catch (DbUpdateException lost) when (Clash.Is(lost))
        {
            return false;
        }
    }

    // The entry as it is now tells why nothing was changed; the same correction sent twice was made already.
    private async Task<Correction> LostAsync<TContent, TRow, TDetails>(
        EntryShape<TContent, TRow, TDetails> shape, Access access, EntryTask task, CorrectEntryInput input, CancellationToken cancel)
        where TContent : EntryContent
        where TRow : ChartRow<TDetails>, new()
        where TDetails : class
    {
        await using var db = await access.OpenAsync(cancel);
        var row = await db.Set<TRow>().AsNoTracking().SingleOrDefaultAsync(one => one.Id == task.EntryId && one.PatientId == task.Patient, cancel);
        var now = row is null ? null : ReadEntry(shape, access, row);
        var last = row is null || now is null ? null : await LastAsync(db, task.EntryId, row.Version, cancel);
        if (last is not null && IsTheSame(access, last, task, input))
        {
            return new Correction(CorrectionOutcome.Corrected, row!.Version);
        }

        var outcome = row is null ? CorrectionOutcome.NotFound : now is null ? CorrectionOutcome.Unreadable : CorrectionOutcome.Conflict;
        await gate.RecordFailureAsync(task.Actor, task.Purpose, task.Request, task.Patient, outcome.ToString(), cancel);
        return outcome != CorrectionOutcome.Conflict ? new Correction(outcome) : new Correction(outcome, Conflict: new EntryConflict(
            row!.Version, now!.Content, now.IsInError, last is null ? null : await names.OfAsync(db, last.AuthorId, cancel), last?.ChangedAt));
    }

    private static async Task<EntryChange?> LastAsync(PortalDbContext db, Guid entry, int version, CancellationToken cancel) =>
        await db.Set<EntryChange>().AsNoTracking().SingleOrDefaultAsync(row => row.EntryId == entry && row.EntryVersion == version, cancel) is { SealBroken: false } last
            ? last
            : null;

    private static bool IsTheSame(Access access, EntryChange last, EntryTask task, CorrectEntryInput input) =>
        last.AuthorId == task.Author && last.EntryVersion == input.ExpectedVersion + 1
        && access.Reveal(last, last.Reason).ValueOrDefault == input.Reason
        && access.Reveal(last, last.After).ValueOrDefault is { } after && after.IsInError == input.EnteredInError
        && (input.Content is null || after.Says(EntryTime.Cut(input.Content)));
}
