using FluentValidation;
using Portal.Data;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;

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

    private static readonly SearchPatientsValidator Validator = new();

    private readonly Gate gate;
    private readonly PatientMaskedView view;
    private readonly PatientIndexes indexes;

    internal FindOutsideCare(Gate gate, PatientMaskedView view, PatientIndexes indexes)
    {
        this.gate = gate;
        this.view = view;
        this.indexes = indexes;
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

        return await view.ShowAsync(actor, purpose, await FindAsync(actor, query.HasWholeName ? query : query.WithoutNames, cancel), Most, cancel);
    }

    // Those in the actor's own reach are left out afterwards, and must not take the places of the others.
    private async Task<List<PatientId>> FindAsync(Actor actor, PatientQuery query, CancellationToken cancel)
    {
        await using var db = await gate.OpenToFindMaskedAsync(actor, cancel);
        return await PatientLookups.FirstAsync(PatientLookups.Of(db, query), after: null, Most + PatientListView.PageSize, cancel);
    }
}
