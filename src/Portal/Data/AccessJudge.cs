using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Data;

/// <summary>Asks what is known of an actor and patients, and judges. It opens nothing and writes no entry: that is the <see cref="Gate"/>'s.</summary>
internal sealed class AccessJudge(IEnumerable<IAccessFact> facts)
{
    private static readonly AccessRequest Chart = new(Permission.ReadClinical, AuditAction.Read, AuditResource.Patient, DataCategories.Clinical);

    // Break-glass is looked for only where nothing else opens a record.
    private readonly IAccessFact[] ordinary = [.. facts.Where(source => !source.IsForClosedRecords)];
    private readonly IAccessFact[] ofClosed = [.. facts.Where(source => source.IsForClosedRecords)];

    /// <summary>Whether a break-glass grant could open for the actor what is asked for.</summary>
    public static bool MayBreakGlass(Actor actor, AccessRequest request) => Decide.OpensByGlass(request.Permission) && actor.Has(Permission.BreakGlass);

    /// <summary>Judges one patient.</summary>
    public async Task<Judgement> OneAsync(Actor actor, Purpose purpose, AccessRequest request, PatientId patient, CancellationToken cancel)
    {
        if (!actor.Has(request.Permission))
        {
            return Judge(actor, purpose, request, patient, []);
        }

        var known = await GatherAsync(ordinary, actor, [patient], cancel);
        var judged = Judge(actor, purpose, request, patient, known);
        if (judged.Decision is not (Decision.NoGround or Decision.Excluded) || !MayBreakGlass(actor, request))
        {
            return judged;
        }

        known.AddRange(await GatherAsync(ofClosed, actor, [patient], cancel));
        return Judge(actor, purpose, request, patient, known);
    }

    /// <summary>Judges each of the patients, without break-glass: it opens one record and no list.</summary>
    public async Task<Dictionary<PatientId, Decision>> EachAsync(
        Actor actor, Purpose purpose, AccessRequest request, IReadOnlyCollection<PatientId> patients, CancellationToken cancel)
    {
        List<PatientFact> known = actor.Has(request.Permission) ? await GatherAsync(ordinary, actor, patients, cancel) : [];
        var byPatient = known.ToLookup(fact => fact.Patient);
        return patients.Distinct().ToDictionary(patient => patient, patient => Judge(actor, purpose, request, patient, byPatient[patient]).Decision);
    }

    /// <summary>Judges one patient as if nothing tied the actor to the patient but a grant.</summary>
    public async Task<Judgement> ByGlassAsync(Actor actor, Purpose purpose, AccessRequest request, PatientId patient, CancellationToken cancel)
    {
        var known = await GatherAsync([.. ordinary, .. ofClosed], actor, [patient], cancel);
        return Judge(actor, purpose, request, patient, known.Where(fact => fact.Fact is not (Fact.InCare or Fact.OnTeam)));
    }

    /// <summary>How a patient's chart stands to the actor by all but break-glass: open, or why it is closed.</summary>
    public async Task<Decision> WithoutGlassAsync(Actor actor, PatientId patient, CancellationToken cancel) =>
        Judge(actor, Purpose.Treatment, Chart, patient, await GatherAsync(ordinary, actor, [patient], cancel)).Decision;

    private static Judgement Judge(Actor actor, Purpose purpose, AccessRequest request, PatientId patient, IEnumerable<PatientFact> known) =>
        Judgement.Of(
            actor.Role, request.Permission, purpose, patient,
            request is { PastExclusion: true, Permission: Permission.BreakGlass } ? known.Where(fact => fact.Fact != Fact.Excluded) : known);

    // Side by side: each asks the database over a connection of its own.
    private static async Task<List<PatientFact>> GatherAsync(
        IAccessFact[] sources, Actor actor, IReadOnlyCollection<PatientId> patients, CancellationToken cancel)
    {
        var answers = await Task.WhenAll(sources.Select(source => AskAsync(source, actor, patients, cancel)));
        return [.. answers.SelectMany(answer => answer)];
    }

    // A feature that cannot answer closes the door: unknown denies, and the refusal is an entry like any other.
    private static async Task<IReadOnlyCollection<PatientFact>> AskAsync(
        IAccessFact source, Actor actor, IReadOnlyCollection<PatientId> patients, CancellationToken cancel)
    {
        try
        {
            return await source.AboutAsync(actor, patients, cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            return [.. patients.Select(patient => new PatientFact(patient, Fact.Unknown))];
        }
    }
}
