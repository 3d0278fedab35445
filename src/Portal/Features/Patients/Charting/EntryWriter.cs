using FluentValidation;
using FluentValidation.Results;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Charting.Content;
using Portal.Features.Patients.Charting.History;
using Portal.Features.Patients.Charting.Shapes;
using Portal.Kernel;

namespace Portal.Features.Patients.Charting;

/// <summary>Writes a new entry with its history and its audit entry, in one transaction.</summary>
internal sealed class EntryWriter(PortalDatabase database, Gate gate, AccountNames names, TimeProvider clock)
{
    /// <summary>The entry's id; <c>null</c> where the Gate refuses or there is no such patient.</summary>
    public async Task<Guid?> AddAsync<TContent, TRow, TDetails>(
        EntryShape<TContent, TRow, TDetails> shape, EntryTask task, TContent content, CancellationToken cancel)
        where TContent : EntryContent
        where TRow : ChartRow<TDetails>, new()
        where TDetails : class
    {
        await using var db = database.Open();
        if (await gate.OpenForChangeAsync(db, task.Actor, task.Purpose, task.Request, task.Patient, cancel) is not { } access)
        {
            return null;
        }

        if (!access.Opens(task.Patient))
        {
            await db.Database.RollbackTransactionAsync(cancel);
            await gate.RecordFailureAsync(task.Actor, task.Purpose, task.Request, task.Patient, nameof(CorrectionOutcome.NotFound), cancel);
            return null;
        }

        try
        {
            var details = shape.Make(content, await names.OfAsync(db, task.Author, cancel));
            await InsertAsync(db, access, task, EntryTime.Cut(content), shape.CodeOf(content), details, new TRow(), cancel);
            return task.EntryId;
        }
        catch (DbUpdateException taken) when (Clash.Is(taken))
        {
            await db.Database.RollbackTransactionAsync(cancel);
            return await AgainAsync(access, task, EntryTime.Cut(content), cancel);
        }
    }

    private async Task InsertAsync<TDetails>(
        PortalDbContext db, Access access, EntryTask task, EntryContent content, Coding code, TDetails details, ChartRow<TDetails> row, CancellationToken cancel)
        where TDetails : class
    {
        (row.Id, row.PatientId, row.At, row.ByHand) = (task.EntryId, task.Patient, content.At, HandWork.Charted);
        row.Code = access.Protect(task.Patient, code);
        row.Details = access.Protect(task.Patient, details);
        db.Add(row);
        db.Add(EntryChange.New(access, task, content.Kind, row.Version, clock.GetUtcNow(), before: null, EntrySnapshot.Of(content, details), reason: null));
        await db.SaveChangesAsync(cancel);
        await db.Database.CommitTransactionAsync(cancel);
    }

    // The id is taken: by the same form sent twice, or by something else.
    private static async Task<Guid?> AgainAsync(Access access, EntryTask task, EntryContent content, CancellationToken cancel)
    {
        await using var db = await access.OpenAsync(cancel);
        var first = await db.Set<EntryChange>().AsNoTracking().Where(row => row.EntryId == task.EntryId && row.PatientId == task.Patient)
            .OrderBy(row => row.EntryVersion).FirstOrDefaultAsync(cancel);
        return first is { Before: null } && first.AuthorId == task.Author && access.Reveal(first, first.After).ValueOrDefault?.Says(content) == true
            ? task.EntryId
            : throw new ValidationException([new ValidationFailure("EntryId", "This entry was saved already, with other content: open it and correct it there.")]);
    }
}
