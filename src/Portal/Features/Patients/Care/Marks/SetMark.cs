using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Patients.Care.Marks;

/// <summary>A clinician on the team marks a record as sensitive: from then on the team alone opens it, and others by breaking the glass (decision 0092).</summary>
[Needs(Permission.MarkRecords)]
public sealed class SetMark
{
    private static readonly AccessRequest Request = new(Permission.MarkRecords, AuditAction.Create, AuditResource.SensitiveMark, DataCategories.Clinical);

    private static readonly Rules Valid = new();

    private readonly CareBook book;

    internal SetMark(CareBook book) => this.book = book;

    /// <summary>Sets the mark; <see cref="CareOutcome.Already"/> where it is there.</summary>
    /// <exception cref="ValidationException">It is no kind of mark.</exception>
    public async Task<CareOutcome> ForAsync(Actor actor, Purpose purpose, PatientId patient, SensitiveKind kind, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await Valid.ValidateAndThrowAsync(new Input(kind), cancel);
        return await book.ChangeAsync(new CareTask(actor, purpose, Request, patient), (db, access) => AddAsync(db, access, actor, patient, kind, cancel), cancel);
    }

    private async Task<CareOutcome> AddAsync(PortalDbContext db, Access access, Actor actor, PatientId patient, SensitiveKind kind, CancellationToken cancel)
    {
        var there = await db.Set<SensitiveMark>().AsNoTracking().Where(row => row.PatientId == patient).ToListAsync(cancel);
        if (there.Exists(row => access.Reveal(row, row.Kind) is { HasValue: true } known && known.ValueOrDefault == kind))
        {
            return CareOutcome.Already;
        }

        db.Add(new SensitiveMark
        {
            Id = Guid.CreateVersion7(book.Now), PatientId = patient, Kind = access.Protect(patient, kind), SetBy = actor.Account!.Value, SetAt = book.Now,
        });
        await db.SaveChangesAsync(cancel);
        return CareOutcome.Done;
    }

    private sealed record Input(SensitiveKind Kind);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules() => RuleFor(input => input.Kind).Must(kind => kind != SensitiveKind.None && Enum.IsDefined(kind)).WithMessage("Choose the kind of mark.");
    }
}
