using System.Runtime.ExceptionServices;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Sessions;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Features.Identity;

/// <summary>
/// Which of the sessions that somebody has open have ended. One query for any number of them, so that every node may ask every two seconds; a session that
/// ran out, or whose account or role is gone, is ended by being asked for.
/// </summary>
[OpenToAll("says of sessions only whether they still live")]
public sealed class FindEndedSessions
{
    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly SessionCheck check;
    private readonly SessionLimits limits;
    private readonly TimeProvider clock;

    internal FindEndedSessions(PortalDatabase database, SessionCheck check, SessionLimits limits, TimeProvider clock)
    {
        this.database = database;
        this.check = check;
        this.limits = limits;
        this.clock = clock;
    }

    /// <summary>Those that live no more.</summary>
    /// <param name="actor">The person whose session it is, or the job that looks after all.</param>
    /// <param name="open">The sessions.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<IReadOnlyList<SessionId>> AmongAsync(Actor actor, IReadOnlyCollection<SessionId> open, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await Valid.ValidateAndThrowAsync(new Asked(open), cancel);
        await using var db = database.Open();
        var living = await LivingAsync(db, [.. open.Select(session => session.Value)], cancel);
        var ended = new List<SessionId>();
        ExceptionDispatchInfo? failed = null;
        foreach (var doubtful in open.Where(session => !living.Contains(session.Value)))
        {
            try
            {
                if (!await LivesAsync(db, actor, doubtful, cancel))
                {
                    ended.Add(doubtful);
                }
            }
            catch (Exception failure) when (!cancel.IsCancellationRequested)
            {
                // One that cannot be ended now must not hide those behind it.
                failed = ExceptionDispatchInfo.Capture(failure);
            }
        }

        if (ended.Count == 0)
        {
            failed?.Throw();
        }

        return ended;
    }

    private async Task<bool> LivesAsync(PortalDbContext db, Actor actor, SessionId session, CancellationToken cancel)
    {
        var found = await SessionCheck.Open(db).SingleOrDefaultAsync(s => s.Id == session.Value, cancel);
        return await check.AskAsync(db, actor, found, cancel) is not null;
    }

    private async Task<HashSet<Guid>> LivingAsync(PortalDbContext db, Guid[] ids, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        // A left join by hand: a session acts in one role, its account may hold several.
        var rows = await (
            from session in SessionCheck.Open(db)
            join account in db.Set<Account>() on session.AccountId equals account.Id
            join role in db.Set<AccountRole>() on account.Id equals role.UserId
            where ids.Contains(session.Id) && account.DisabledAt == null
            select new { session.Id, session.Role, session.LastInputAt, session.CreatedAt, role.RoleId }).ToListAsync(cancel);
        return
        [
            .. from row in rows
               where AccountRoles.RoleOf(row.RoleId) == row.Role && row.LastInputAt <= now + SessionLimits.ClockSlack
                   && now < row.CreatedAt + limits.Absolute && now < row.LastInputAt + limits.IdleOf(row.Role)
               select row.Id,
        ];
    }

    private sealed record Asked(IReadOnlyCollection<SessionId> Open);

    private sealed class Rules : AbstractValidator<Asked>
    {
        public Rules() => RuleFor(asked => asked.Open).NotNull().WithMessage("Say which sessions.");
    }
}
