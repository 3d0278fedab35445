using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Desk;
using Portal.Features.Identity.StepUp;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Features.Patients.Desk;

/// <summary>
/// The desk, having looked at an identity document of the person in front of it, makes the code with which that patient sets an account up or gets back into it. No
/// second person is needed; the entry names who made it, for whom and on what kind of document (ADR 0046).
/// </summary>
[Needs(Permission.HandOutCodes)]
[NeedsFreshFactor]
public sealed class MakeDeskCode
{
    private static readonly AccessRequest Request = new(
        Permission.HandOutCodes, AuditAction.Credential, AuditResource.Patient, DataCategories.Identity);

    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly Gate gate;
    private readonly FreshFactor fresh;
    private readonly DeskCodeMaker maker;
    private readonly OwnAccountAge age;
    private readonly TimeProvider clock;

    internal MakeDeskCode(PortalDatabase database, Gate gate, FreshFactor fresh, DeskCodeMaker maker, OwnAccountAge age, TimeProvider clock)
    {
        this.database = database;
        this.gate = gate;
        this.fresh = fresh;
        this.maker = maker;
        this.age = age;
        this.clock = clock;
    }

    /// <summary>Makes the code.</summary>
    /// <param name="actor">Who sits at the desk.</param>
    /// <param name="purpose">Why.</param>
    /// <param name="patient">Whom the document names.</param>
    /// <param name="document">What kind of document it was.</param>
    /// <param name="cancel">Gives up; nothing was made then.</param>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    /// <exception cref="ValidationException">No kind of document was chosen.</exception>
    public async Task<DeskLetterResult> ForAsync(Actor actor, Purpose purpose, PatientId patient, IdentityDocument document, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await Valid.ValidateAndThrowAsync(new Input(document), cancel);
        // Who may not do this at all is not asked for a code first: the Gate refuses and writes it down.
        if (actor.Has(Permission.HandOutCodes))
        {
            await fresh.RequireAsync(actor, cancel);
        }

        await using var db = database.Open();
        if (await gate.OpenForChangeAsync(db, actor, purpose, Request, patient, cancel) is not { } access)
        {
            return new DeskLetterResult(DeskLetterOutcome.NotFound, null);
        }

        var (outcome, letter) = await MakeAsync(db, access, actor, patient, document, cancel);
        if (letter is null)
        {
            await db.Database.RollbackTransactionAsync(cancel);
            await gate.RecordFailureAsync(actor, purpose, Request, patient, $"desk-{outcome}", cancel);
            return new DeskLetterResult(outcome, null);
        }

        await db.Database.CommitTransactionAsync(cancel);
        return new DeskLetterResult(DeskLetterOutcome.Made, letter);
    }

    private async Task<(DeskLetterOutcome Outcome, DeskLetter? Letter)> MakeAsync(
        PortalDbContext db, Access access, Actor actor, PatientId patient, IdentityDocument document, CancellationToken cancel)
    {
        var row = access.Opens(patient) ? await db.Set<Patient>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == patient.Value, cancel) : null;
        if (row is null)
        {
            return (DeskLetterOutcome.NotFound, null);
        }

        // The birth date is what the person is asked for besides the code: without one that can be read there is no code.
        if (access.Reveal(row, row.Name) is not { HasValue: true, ValueOrDefault: { } name } || access.Reveal(row, row.BirthDate) is not { HasValue: true } birth)
        {
            return (DeskLetterOutcome.Unreadable, null);
        }

        // Readable or not: where a death was recorded the person at the desk is somebody else, or the record is wrong.
        if (row.Deceased is not null)
        {
            return (DeskLetterOutcome.Deceased, null);
        }

        if (!age.IsReached(birth.ValueOrDefault, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)))
        {
            return (DeskLetterOutcome.TooYoung, null);
        }

        var visitor = new DeskVisitor(patient, name.InFull(), birth.ValueOrDefault, AddressesOf(access.Reveal(row, row.Contact)), document);
        return await maker.MakeAsync(db, actor, actor.Account!.Value.Value, visitor, cancel) is { } made
            ? (DeskLetterOutcome.Made, new DeskLetter(made.Kind, name.InFull(), made.Code, made.ExpiresAt))
            : (DeskLetterOutcome.NotNow, null);
    }

    // What is no address is not written to; the record has what was typed there at some time.
    private static IReadOnlyCollection<string> AddressesOf(Revealed<ContactDetails> contact) =>
        [.. (contact.ValueOrDefault ?? ContactDetails.None).Emails.Where(email => email.Contains('@', StringComparison.Ordinal) && !email.Any(char.IsWhiteSpace)).Take(3)];

    private sealed record Input(IdentityDocument Document);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules() => RuleFor(input => input.Document).Must(document => document != IdentityDocument.None && Enum.IsDefined(document))
            .WithMessage("Choose the kind of document that you looked at.");
    }
}
