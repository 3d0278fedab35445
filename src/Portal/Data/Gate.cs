using Microsoft.EntityFrameworkCore.Storage;
using Portal.Data.Auditing;
using Portal.Data.Keys;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Data;

/// <summary>The only door to patients' data, and the only one that hands out keys: it has the facts judged, commits the audit entry, and only then opens.</summary>
internal sealed class Gate(PortalDatabase database, AuditLog audit, PatientKeys patientKeys, AccessJudge judge)
{
    private static readonly AccessRequest Masked = new(Permission.BreakGlass, AuditAction.Search, AuditResource.Patient, DataCategories.Identity);

    private static readonly AccessRequest AsListed = Masked with { Permission = Permission.SearchPatients };

    /// <summary>Opens one record. <c>null</c> where it is refused; the refusal is audited, and the caller answers "not found".</summary>
    public async Task<Access?> OpenAsync(Actor actor, Purpose purpose, AccessRequest request, PatientId patient, CancellationToken cancel)
    {
        var judged = await judge.OneAsync(actor, purpose, request, patient, cancel);
        if (!judged.Opens)
        {
            await RefuseAsync(actor, purpose, request, patient, judged.Decision, cancel);
            return null;
        }

        try
        {
            return await OpenAsync(judged, actor, purpose, request, patient, cancel);
        }
        catch (AuditUnavailableException) when (judged.Decision == Decision.Allowed && AccessJudge.MayBreakGlass(actor, request))
        {
            // While the log is away no tie to the patient opens the record: a grant alone does, whose entries the emergency spool takes.
            judged = await judge.ByGlassAsync(actor, purpose, request, patient, cancel);
            if (!judged.Opens)
            {
                throw;
            }

            return await OpenAsync(judged, actor, purpose, request, patient, cancel);
        }
    }

    /// <summary>Whether the audit log is known to take no entries and this node keeps those of break-glass meanwhile: no tie to a patient opens anything then.</summary>
    public bool IsLogAway => audit.IsAway;

    /// <summary>
    /// Opens one record for a change: begins the context's transaction with the entry in it, so that neither is there without the other. <c>null</c> where it is
    /// refused; the refusal is audited, and the caller answers "not found".
    /// </summary>
    public async Task<Access?> OpenForChangeAsync(
        PortalDbContext db, Actor actor, Purpose purpose, AccessRequest request, PatientId patient, CancellationToken cancel)
    {
        // Decided first: facts are asked over connections of their own, and a change that waits for one must not hold another.
        var judged = await judge.OneAsync(actor, purpose, request, patient, cancel);
        if (!judged.Opens)
        {
            await RefuseAsync(actor, purpose, request, patient, judged.Decision, cancel);
            return null;
        }

        var reach = Reach.Of(actor, [patient], request.Categories);
        await database.BeginAsync(db, reach, cancel);
        var said = judged.Mark(Entry(actor, purpose, request, AuditOutcome.Allowed) with { Patients = [patient] });
        // The chart is not changed while the log is away; the glass is broken all the same.
        await (request.Permission == Permission.BreakGlass ? audit.AppendInEmergencyAsync(db, said, cancel) : audit.AppendAsync(db, said, cancel));
        return new Access(await patientKeys.OfAsync(db, [patient], cancel), request.Categories, database, reach) { Glass = judged.Glass };
    }

    /// <summary>Writes down that a change that was allowed did not come about, once its transaction and the entry in it were given up.</summary>
    public Task RecordFailureAsync(Actor actor, Purpose purpose, AccessRequest request, PatientId patient, string reason, CancellationToken cancel) =>
        audit.AppendAsync(Entry(actor, purpose, request, AuditOutcome.Failed) with { Patients = [patient], Reason = reason }, cancel);

    /// <summary>Opens the list rows of those patients that the actor may see; one entry names them all.</summary>
    /// <exception cref="InvalidOperationException">A fact could not be found out; the failure is audited.</exception>
    public async Task<Access> OpenListAsync(
        Actor actor, Purpose purpose, AccessRequest request, IReadOnlyCollection<PatientId> patients, CancellationToken cancel)
    {
        if (!actor.Has(request.Permission))
        {
            await audit.AppendAsync(Entry(actor, purpose, request, AuditOutcome.Denied) with { Reason = nameof(Decision.NotPermitted) }, cancel);
            return new Access(new Dictionary<PatientId, DataKey>(), DataCategories.None, database, Reach.Of(actor, [], DataCategories.None));
        }

        var decisions = await judge.EachAsync(actor, purpose, request, patients, cancel);
        if (decisions.ContainsValue(Decision.Unknown))
        {
            // An empty list would pretend that there is nobody.
            await audit.AppendAsync(Entry(actor, purpose, request, AuditOutcome.Failed) with { Reason = nameof(Decision.Unknown) }, cancel);
            throw new InvalidOperationException("It could not be found out which patients may be shown; try again shortly.");
        }

        PatientId[] open = [.. patients.Where(patient => decisions[patient] == Decision.Allowed)];
        var entry = audit.AppendAsync(Entry(actor, purpose, request, AuditOutcome.Allowed) with { Patients = open }, cancel);
        var reach = Reach.Of(actor, open, request.Categories);
        var keys = LoadKeysAsync(reach, cancel);
        await Task.WhenAll(entry, keys);
        return new Access(await keys, request.Categories, database, reach);
    }

    /// <summary>
    /// Opens the list rows of patients outside the actor's reach, masked: what shows that somebody exists whose record may be opened by breaking the glass (45 CFR
    /// 164.312(a)(2)(ii)). One entry of its own names them all; those whom the actor may list anyway are left out.
    /// </summary>
    /// <returns><c>null</c> where the actor may not break the glass, which is audited, or where nobody is left to show.</returns>
    /// <exception cref="InvalidOperationException">A fact could not be found out; the failure is audited.</exception>
    public async Task<MaskedAccess?> OpenMaskedAsync(
        Actor actor, Purpose purpose, IReadOnlyCollection<PatientId> patients, int most, CancellationToken cancel)
    {
        if (!actor.Has(Permission.BreakGlass))
        {
            await audit.AppendAsync(Entry(actor, purpose, Masked, AuditOutcome.Denied) with { Reason = nameof(Decision.NotPermitted) }, cancel);
            return null;
        }

        var decisions = await judge.EachAsync(actor, purpose, AsListed, patients, cancel);
        if (decisions.ContainsValue(Decision.Unknown))
        {
            await audit.AppendAsync(Entry(actor, purpose, Masked, AuditOutcome.Failed) with { Reason = nameof(Decision.Unknown) }, cancel);
            throw new InvalidOperationException("It could not be found out which patients may be shown; try again shortly.");
        }

        PatientId[] outside = [.. patients.Where(patient => decisions[patient] is Decision.NoGround or Decision.Excluded).Distinct()];
        PatientId[] shown = [.. outside.Take(most)];
        if (shown.Length == 0)
        {
            return null;
        }

        var entry = audit.AppendAsync(Entry(actor, purpose, Masked, AuditOutcome.Allowed) with { Patients = shown, Reason = "masked" }, cancel);
        var reach = Reach.Of(actor, shown, Masked.Categories);
        var keys = LoadKeysAsync(reach, cancel);
        await Task.WhenAll(entry, keys);
        return new MaskedAccess(new Access(await keys, Masked.Categories, database, reach), outside.Length > shown.Length);
    }

    /// <summary>A context to look for patients outside the actor's reach in; it shows nobody to who may not break the glass.</summary>
    public Task<PortalDbContext> OpenToFindMaskedAsync(Actor actor, CancellationToken cancel) => database.OpenAsync(Reach.ToFindMasked(actor), cancel);

    /// <summary>
    /// A context to look for patients in, before it is decided who of them is shown: it reads list rows and search tokens, all of them or those in the actor's own
    /// care by the actor's role, and nothing for who may not search.
    /// </summary>
    public Task<PortalDbContext> OpenToListAsync(Actor actor, CancellationToken cancel) => database.OpenAsync(Reach.ToList(actor), cancel);

    /// <summary>A context to find a patient's token by the record number in; it opens no patient, and shows nobody to who may not read the audit log.</summary>
    public Task<PortalDbContext> OpenToFindByNumberAsync(Actor actor, CancellationToken cancel) => database.OpenAsync(Reach.ToFindByNumber(actor), cancel);

    /// <summary>A context for the portal's own job to compare search tokens in; it opens no patient, nothing in it can be read without a key, and it shows nobody to a person.</summary>
    public Task<PortalDbContext> OpenToCompareAsync(Actor job, CancellationToken cancel) => database.OpenAsync(Reach.ToCompare(job), cancel);

    /// <summary>A context to look through all break-glass grants in, for whoever reviews them; it opens no patient, and nothing written in a grant can be read without a key.</summary>
    public Task<PortalDbContext> OpenToReviewGlassAsync(Actor actor, CancellationToken cancel) => database.OpenAsync(Reach.ToReviewGlass(actor), cancel);

    /// <summary>A context in which a person sees the rows that are the person's own to see without a patient being opened: own care relationships, drafts, break-glass grants.</summary>
    public Task<PortalDbContext> OpenOwnAsync(Actor actor, CancellationToken cancel) => database.OpenAsync(Reach.OwnCare(actor), cancel);

    /// <summary>Begins the context's transaction for a job that works on all patients' rows; outside of such a transaction it sees none.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not import; the attempt is audited.</exception>
    public async Task<IDbContextTransaction> BeginForJobAsync(PortalDbContext db, Actor actor, CancellationToken cancel)
    {
        await RequireImportAsync(actor, cancel);
        return await database.BeginAsync(db, Reach.Job(actor), cancel);
    }

    /// <summary>Opens patients for an import: known ones by their stored keys, fresh ones by keys made in the context's transaction. The importer appends one entry for the bundle itself.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not import.</exception>
    public async Task<Access> OpenForImportAsync(
        PortalDbContext db, Actor actor, IReadOnlyCollection<PatientId> known, IReadOnlyCollection<PatientId> fresh, CancellationToken cancel)
    {
        var access = await PrepareImportAsync(db, actor, known, fresh, cancel);
        await db.SaveChangesAsync(cancel);
        return access;
    }

    /// <summary>
    /// The same before the transaction begins, so that rows are laid out beside another one: the fresh keys are added to the context, and the importer saves them in
    /// the transaction that holds its entry. What is protected by them is of no use to anybody until then.
    /// </summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not import.</exception>
    public async Task<Access> PrepareImportAsync(
        PortalDbContext db, Actor actor, IReadOnlyCollection<PatientId> known, IReadOnlyCollection<PatientId> fresh, CancellationToken cancel)
    {
        await RequireImportAsync(actor, cancel);
        var keys = await patientKeys.OfAsync(db, known, cancel);
        foreach (var (patient, key) in patientKeys.Add(db, fresh))
        {
            keys[patient] = key;
        }

        return new Access(keys, DataCategories.Identity | DataCategories.Clinical | DataCategories.Billing | DataCategories.Source, database, Reach.Job(actor));
    }

    private async Task RequireImportAsync(Actor actor, CancellationToken cancel)
    {
        if (!actor.Has(Permission.ImportRecords))
        {
            await audit.AppendAsync(
                audit.NewEntry(actor, Purpose.System, AuditAction.Import, AuditResource.Bundle, DataCategories.None, AuditOutcome.Denied), cancel);
            throw new UnauthorizedAccessException("Only an import job may bring in records.");
        }
    }

    private async Task<Dictionary<PatientId, DataKey>> LoadKeysAsync(Reach reach, CancellationToken cancel)
    {
        if (patientKeys.Kept(reach.Patients) is var kept && kept.Count == reach.Patients.Count)
        {
            return kept;
        }

        await using var db = await database.OpenAsync(reach, cancel);
        return await patientKeys.OfAsync(db, reach.Patients, cancel);
    }

    private async Task<Access> OpenAsync(Judgement judged, Actor actor, Purpose purpose, AccessRequest request, PatientId patient, CancellationToken cancel)
    {
        // The keys may load beside the entry's commit; nothing is handed out before both are there.
        var said = judged.Mark(Entry(actor, purpose, request, AuditOutcome.Allowed) with { Patients = [patient] });
        var entry = judged.Glass is not null || request.Permission == Permission.BreakGlass ? audit.AppendInEmergencyAsync(said, cancel) : audit.AppendAsync(said, cancel);
        var reach = Reach.Of(actor, [patient], request.Categories);
        var keys = LoadKeysAsync(reach, cancel);
        await Task.WhenAll(entry, keys);
        return new Access(await keys, request.Categories, database, reach) { Glass = judged.Glass };
    }

    // Whoever goes on to break the glass is not held up by a log that is away: the refusal opens nothing, and the spool keeps it.
    private Task RefuseAsync(Actor actor, Purpose purpose, AccessRequest request, PatientId patient, Decision decision, CancellationToken cancel)
    {
        var entry = Entry(actor, purpose, request, AuditOutcome.Denied) with { Patients = [patient], Reason = decision.ToString() };
        return AccessJudge.MayBreakGlass(actor, request) || (request.Permission == Permission.BreakGlass && actor.Has(Permission.BreakGlass))
            ? audit.AppendInEmergencyAsync(entry, cancel)
            : audit.AppendAsync(entry, cancel);
    }

    private AuditEntry Entry(Actor actor, Purpose purpose, AccessRequest request, AuditOutcome outcome) =>
        audit.NewEntry(actor, purpose, request.Action, request.Resource, request.Categories, outcome) with
        {
            ResourceId = request.ResourceId,
            Reason = request.Reason,
            Grant = request.Grant,
        };
}
