using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Patients.Registration;

/// <summary>Gives the search tokens of today's kinds to patients who were registered before there were any. What is there already stays.</summary>
[Needs(Permission.ImportRecords)]
public sealed class ReindexPatients
{
    private const int AtOnce = 500;

    private readonly PortalDatabase database;
    private readonly Gate gate;
    private readonly AuditLog audit;
    private readonly PatientIndexes indexes;

    internal ReindexPatients(PortalDatabase database, Gate gate, AuditLog audit, PatientIndexes indexes)
    {
        this.database = database;
        this.gate = gate;
        this.audit = audit;
        this.indexes = indexes;
    }

    /// <summary>Indexes all who lack tokens, 500 in a transaction with its audit entry, and says how many they were. Stopped in between, it goes on at the next call.</summary>
    /// <param name="actor">The job.</param>
    /// <param name="progress">Told after each transaction how many are done; may be <c>null</c>.</param>
    /// <param name="cancel">Stops between two transactions.</param>
    /// <exception cref="UnauthorizedAccessException">The actor may not bring in records; the attempt is audited.</exception>
    public async Task<int> ForAsync(Actor actor, IProgress<int>? progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await AuthorizeAsync(actor, cancel);
        var done = 0;
        for (var last = Guid.Empty; await NextAsync(last, cancel) is { Count: > 0 } patients; last = patients[^1].Id)
        {
            done += await IndexAsync(actor, patients, cancel);
            progress?.Report(done);
        }

        return done;
    }

    // The Gate refuses and audits; it opens nothing here.
    private async Task AuthorizeAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = database.Open();
        await gate.OpenForImportAsync(db, actor, [], [], cancel);
    }

    private async Task<List<Patient>> NextAsync(Guid last, CancellationToken cancel)
    {
        var generation = indexes.GenerationToken;
        await using var db = database.Open();
        var indexed = db.Set<NameToken>().Where(token => token.Token == generation).Select(token => token.PatientId);
        return await db.Set<Patient>().AsNoTracking().Where(row => row.Id.CompareTo(last) > 0 && !indexed.Contains(row.PatientId))
            .OrderBy(row => row.Id).Take(AtOnce).ToListAsync(cancel);
    }

    private async Task<int> IndexAsync(Actor actor, IReadOnlyList<Patient> patients, CancellationToken cancel)
    {
        PatientId[] ids = [.. patients.Select(row => row.PatientId)];
        try
        {
            await using var db = database.Open();
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            await audit.AppendAsync(db, Entry(actor, ids), cancel);
            var access = await gate.OpenForImportAsync(db, actor, ids, [], cancel);
            var there = await db.Set<NameToken>().AsNoTracking().Where(token => ids.Contains(token.PatientId)).ToListAsync(cancel);
            var known = there.Select(token => (token.PatientId, new Guid(token.Token))).ToHashSet();
            var readable = patients.Where(row => !row.SealBroken && access.Opens(row.PatientId)).ToList();
            var missing = readable.SelectMany(row => TokensOf(access, row)).Where(token => known.Add((token.PatientId, new Guid(token.Token)))).ToList();
            await database.Bulk.InsertAsync(db, missing, cancel);
            await transaction.CommitAsync(cancel);
            return readable.Count;
        }
        catch (Exception clash) when (Clash.Is(clash))
        {
            return 0; // another node or an import was quicker; the next start looks again
        }
    }

    private IEnumerable<NameToken> TokensOf(Access access, Patient row)
    {
        var name = access.Reveal(row, row.Name).ValueOrDefault;
        var contact = access.Reveal(row, row.Contact).ValueOrDefault ?? ContactDetails.None;
        string?[] identifiers = [access.Reveal(row, row.NationalId).ValueOrDefault, access.Reveal(row, row.Mrn).ValueOrDefault];
        return indexes.NameTokens(name is null ? [] : [name])
            .Concat(indexes.ContactTokens(contact, identifiers.OfType<string>()))
            .Append(indexes.GenerationToken)
            .Select(token => new NameToken { PatientId = row.PatientId, Token = token });
    }

    private AuditEntry Entry(Actor actor, PatientId[] patients) =>
        audit.NewEntry(actor, Purpose.System, AuditAction.Maintain, AuditResource.Patient, DataCategories.Identity, AuditOutcome.Allowed) with { Patients = patients };
}
