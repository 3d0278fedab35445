using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.OwnAccount.Typing;

/// <summary>What the same person was typing into a form outside the charts and had not sent, within the last day.</summary>
[Needs(Permission.UseOwnAccount)]
public sealed class FindTyped
{
    /// <summary>How long it is kept.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private readonly PortalDatabase database;
    private readonly OwnAccountDoor door;
    private readonly IdentityAudit audit;
    private readonly KeyRing keys;
    private readonly TimeProvider clock;

    internal FindTyped(PortalDatabase database, OwnAccountDoor door, IdentityAudit audit, KeyRing keys, TimeProvider clock)
    {
        this.database = database;
        this.door = door;
        this.audit = audit;
        this.keys = keys;
        this.clock = clock;
    }

    /// <summary>What was kept; <c>null</c> where there is nothing, or the session ended.</summary>
    /// <exception cref="ValidationException">It is no form of ours.</exception>
    /// <exception cref="UnauthorizedAccessException">The actor is no person who is signed in.</exception>
    public async Task<TypedText?> ForAsync(Actor actor, TypingPlace place, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await Rules.Instance.ValidateAndThrowAsync(place, cancel);
        var oldest = clock.GetUtcNow() - Lifetime;
        await using var db = database.Open();
        if (await door.PassAsync(db, actor, cancel) is not (_, var account)
            || await db.Set<TypedForm>().AsNoTracking().SingleOrDefaultAsync(
                f => f.AccountId == account.Id && f.Form == place.Form && f.Subject == place.Subject && f.KeptAt > oldest, cancel) is not { } row
            || row.ProtectedFields?.Open(keys.Of(KeyUse.Accounts)) is not { HasValue: true, ValueOrDefault: { } fields })
        {
            return null;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await audit.TypedAsync(db, actor, AuditAction.Read, row.Id, cancel);
        await transaction.CommitAsync(cancel);
        return new TypedText(row.KeptAt, fields);
    }

    private sealed class Rules : AbstractValidator<TypingPlace>
    {
        public static readonly Rules Instance = new();

        private Rules() => RuleFor(place => place.Form).IsInEnum().NotEqual(FormKind.None).WithMessage("Say which form it is.");
    }
}
