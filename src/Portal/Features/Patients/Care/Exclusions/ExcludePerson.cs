using Portal.Data;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Patients.Care.Exclusions;

/// <summary>A patient excludes somebody of the staff from the own record (decision 0092). It holds for every role, and an emergency goes past it for a reason that is reviewed.</summary>
[Needs(Permission.ExcludePeople)]
public sealed class ExcludePerson
{
    private static readonly AccessRequest Request = new(Permission.ExcludePeople, AuditAction.Create, AuditResource.Exclusion, DataCategories.Identity);

    private readonly CareBook book;
    private readonly KnownPeople people;

    internal ExcludePerson(CareBook book, KnownPeople people) => (this.book, this.people) = (book, people);

    /// <summary>Excludes the person.</summary>
    /// <param name="actor">The patient.</param>
    /// <param name="purpose">Why.</param>
    /// <param name="patient">The own record.</param>
    /// <param name="person">Somebody of the staff; else <see cref="CareOutcome.NoColleague"/>.</param>
    /// <param name="cancel">Gives up; nothing was written then.</param>
    public async Task<CareOutcome> ForAsync(Actor actor, Purpose purpose, PatientId patient, AccountId person, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        // Asked before the change holds a connection; the answer goes to whoever the Gate lets by alone.
        var isStaff = (await people.NamesAsync([person], cancel)).ContainsKey(person);
        return await book.ChangeAsync(
            new CareTask(actor, purpose, Request with { ResourceId = person.Value }, patient),
            async (db, _) => isStaff ? await AddAsync(db, patient, person, cancel) : CareOutcome.NoColleague,
            cancel);
    }

    private async Task<CareOutcome> AddAsync(PortalDbContext db, PatientId patient, AccountId person, CancellationToken cancel)
    {
        db.Add(new Exclusion { Id = Guid.CreateVersion7(book.Now), PatientId = patient, AccountId = person, Since = book.Now });
        await db.SaveChangesAsync(cancel);
        return CareOutcome.Done;
    }
}
