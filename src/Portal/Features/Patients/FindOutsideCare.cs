using FluentValidation;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Data.Findings;
using Portal.Features.Identity.Senders;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Findings;

namespace Portal.Features.Patients;

/// <summary>
/// Shows whoever may break the glass that a patient exists whose record is closed, with masked details (decision 0093). It looks only for a text that names
/// somebody: a whole number, address or birth date, or two words of a name, and shows ten at most, so that it is of little use for looking around.
/// </summary>
[Needs(Permission.BreakGlass)]
public sealed class FindOutsideCare
{
    /// <summary>How many are shown at most.</summary>
    public const int Most = 10;

    /// <summary>How many such searches by name, birth date or address one person may make in an hour. A whole number always finds: in an emergency it is at hand, and nobody guesses one.</summary>
    public const int MostAnHour = 60;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static readonly SearchPatientsValidator Validator = new();

    private readonly Gate gate;
    private readonly PatientMaskedView view;
    private readonly PatientIndexes indexes;
    private readonly CountSender counter;
    private readonly FindingLog findings;
    private readonly AuditLog audit;
    private readonly TimeProvider clock;

    internal FindOutsideCare(Gate gate, PatientMaskedView view, PatientIndexes indexes, CountSender counter, FindingLog findings, AuditLog audit, TimeProvider clock)
    {
        (this.gate, this.view, this.indexes) = (gate, view, indexes);
        (this.counter, this.findings, this.audit, this.clock) = (counter, findings, audit, clock);
    }

    /// <summary>The patients whom the text finds and the actor's own search does not.</summary>
    /// <param name="actor">Who asks; nothing is shown to a role that may not break the glass.</param>
    /// <param name="purpose">Why.</param>
    /// <param name="text">As for <see cref="SearchPatients"/>.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <exception cref="ValidationException">The text is too short or too long.</exception>
    public async Task<MaskedMatches> ForAsync(Actor actor, Purpose purpose, string text, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await Validator.ValidateAndThrowAsync(new SearchPatientsInput(text, null), cancel);
        var query = PatientQuery.Of(text, indexes);
        // Whoever may not do this is refused by the Gate, which writes it down.
        if (actor.Has(Permission.BreakGlass) && !query.NamesSomebody)
        {
            return MaskedMatches.NotLooked;
        }

        var found = query.HasWholeName ? query : query.WithoutNames;
        if (actor is { Account: { } account } && actor.Has(Permission.BreakGlass) && !await MayLookAsync(actor, account, query, cancel))
        {
            found = query.ByNumber;
            if ((await FindAsync(actor, found, cancel)).Count == 0)
            {
                await RefuseAsync(actor, purpose, account, cancel);
                return MaskedMatches.TooOften;
            }
        }

        return await view.ShowAsync(actor, purpose, await FindAsync(actor, found, cancel), Most, cancel);
    }

    // On all nodes together. Who types a whole number knows whom they look for.
    private async Task<bool> MayLookAsync(Actor actor, AccountId account, PatientQuery query, CancellationToken cancel) =>
        (query is { HasWholeName: false, BirthDate: null, Email: null, Phone: null })
        || await counter.ForAsync(actor, new SentForm("masked-search", account.Value.ToString("N"), MostAnHour, Hour), cancel);

    // A finding for each person and hour: somebody looks around, or a ward works with the wrong tool.
    private async Task RefuseAsync(Actor actor, Purpose purpose, AccountId account, CancellationToken cancel)
    {
        var entry = audit.NewEntry(actor, purpose, AuditAction.Search, AuditResource.Patient, DataCategories.Identity, AuditOutcome.Denied) with { Reason = "masked-limit" };
        await audit.AppendAsync(entry, cancel);
        var hour = clock.GetUtcNow().UtcTicks / Hour.Ticks;
        await findings.RaiseAsync(actor, new NewFinding(FindingKind.MaskedSearches, $"{account.Value:N}:{hour}") { Account = account, Entries = [entry.Id.Value], IsOnce = true }, cancel);
    }

    // Those in the actor's own reach are left out afterwards, and must not take the places of the others.
    private async Task<List<PatientId>> FindAsync(Actor actor, PatientQuery query, CancellationToken cancel)
    {
        await using var db = await gate.OpenToFindMaskedAsync(actor, cancel);
        return await PatientLookups.FirstAsync(PatientLookups.Of(db, query), after: null, Most + PatientListView.PageSize, cancel);
    }
}
