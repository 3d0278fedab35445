using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.OwnAccount.Typing;

/// <summary>Keeps what somebody is typing into a form outside the charts, in place of what was kept of it before.</summary>
[Needs(Permission.UseOwnAccount)]
public sealed class KeepTyped
{
    private readonly PortalDatabase database;
    private readonly OwnAccountDoor door;
    private readonly IdentityAudit audit;
    private readonly KeyRing keys;
    private readonly TimeProvider clock;

    internal KeepTyped(PortalDatabase database, OwnAccountDoor door, IdentityAudit audit, KeyRing keys, TimeProvider clock)
    {
        this.database = database;
        this.door = door;
        this.audit = audit;
        this.keys = keys;
        this.clock = clock;
    }

    /// <summary>Keeps the text; without any text, or once it was sent, deletes what was kept. <c>false</c> where the session ended or another window wrote in the same moment: then it may be tried again.</summary>
    /// <exception cref="ValidationException">It is no form of ours, or too long.</exception>
    /// <exception cref="UnauthorizedAccessException">The actor is no person who is signed in.</exception>
    public async Task<bool> ForAsync(Actor actor, TypingPlace place, IReadOnlyDictionary<string, string> fields, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(fields);
        await Rules.Instance.ValidateAndThrowAsync(new Input(place.Form, fields), cancel);
        await using var db = database.Open();
        if (await door.PassAsync(db, actor, cancel) is not (_, var account))
        {
            return false;
        }

        var row = await db.Set<TypedForm>().SingleOrDefaultAsync(f => f.AccountId == account.Id && f.Form == place.Form && f.Subject == place.Subject, cancel);
        return fields.Values.All(string.IsNullOrWhiteSpace)
            ? row is null || await SaveAsync(db, actor, row, AuditAction.Delete, () => db.Remove(row), cancel)
            : await KeepAsync(db, actor, row ?? new TypedForm { AccountId = account.Id, Form = place.Form, Subject = place.Subject }, fields, cancel);
    }

    private Task<bool> KeepAsync(PortalDbContext db, Actor actor, TypedForm row, IReadOnlyDictionary<string, string> fields, CancellationToken cancel)
    {
        if (row.Id == default)
        {
            row.Id = Guid.CreateVersion7(clock.GetUtcNow());
            db.Add(row);
        }

        (row.KeptAt, row.ProtectedFields) = (Microseconds.Cut(clock.GetUtcNow()), new Protected<Dictionary<string, string>>(new(fields), keys.Of(KeyUse.Accounts)));
        return SaveAsync(db, actor, row, AuditAction.Update, () => { }, cancel);
    }

    private async Task<bool> SaveAsync(PortalDbContext db, Actor actor, TypedForm row, AuditAction action, Action change, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await audit.TypedAsync(db, actor, action, row.Id, cancel);
        change();
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException taken) when (Clash.Is(taken))
        {
            return false;
        }

        await transaction.CommitAsync(cancel);
        return true;
    }

    private sealed record Input(FormKind Form, IReadOnlyDictionary<string, string> Fields)
    {
        public override string ToString() => nameof(Input);
    }

    private sealed class Rules : AbstractValidator<Input>
    {
        private const int MaxFields = 10;
        private const int MaxName = 40;
        private const int MaxText = 40_000;

        public static readonly Rules Instance = new();

        private Rules()
        {
            RuleFor(input => input.Form).IsInEnum().NotEqual(FormKind.None).WithMessage("Say which form it is.");
            RuleFor(input => input.Fields)
                .Must(fields => fields.Count <= MaxFields && fields.All(field => field.Key.Length <= MaxName) && fields.Sum(field => field.Value.Length) <= MaxText)
                .WithMessage("This is too long to be kept.");
        }
    }
}
