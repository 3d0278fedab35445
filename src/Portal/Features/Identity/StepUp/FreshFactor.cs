using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;

namespace Portal.Features.Identity.StepUp;

/// <summary>
/// Asks whether the person at the session showed a second factor a moment ago (ASVS 7.5.3, ADR 0033). What changes who may do what, or what proves who
/// somebody is, asks for it: a screen that was left open, or a stolen cookie, is not enough for that.
/// </summary>
internal sealed class FreshFactor(PortalDatabase database, IdentityAudit audit, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>Goes on only with a fresh factor. A recovery code is none: whoever found the list has all of it.</summary>
    /// <exception cref="StepUpRequiredException">It was shown too long ago, or the actor has no living session; the refusal is an entry.</exception>
    public Task RequireAsync(Actor actor, CancellationToken cancel) => RequireAsync(actor, IsFreshAsync, cancel);

    /// <summary>The same for setting up another app: here a recovery code counts, which stands in for the app that was lost.</summary>
    /// <exception cref="StepUpRequiredException">As above.</exception>
    public Task RequireForNewAppAsync(Actor actor, CancellationToken cancel) => RequireAsync(actor, IsFreshForNewAppAsync, cancel);

    public async Task<bool> IsFreshAsync(Actor actor, CancellationToken cancel) =>
        await OfAsync(actor, cancel) is { } session && session.Factor != SessionFactor.RecoveryCode && IsRecent(session);

    public async Task<bool> IsFreshForNewAppAsync(Actor actor, CancellationToken cancel) =>
        await OfAsync(actor, cancel) is { } session && IsRecent(session);

    private async Task RequireAsync(Actor actor, Func<Actor, CancellationToken, Task<bool>> isFresh, CancellationToken cancel)
    {
        if (!await isFresh(actor, cancel))
        {
            await audit.StepUpRefusedAsync(actor, "not-fresh", cancel);
            throw new StepUpRequiredException();
        }
    }

    // A factor that lies ahead was shown before the clock was set back: it must not stay fresh until then.
    private bool IsRecent(Session session) => session.FactorAt is { } at && (clock.GetUtcNow() - at).Duration() < Lifetime;

    private async Task<Session?> OfAsync(Actor actor, CancellationToken cancel)
    {
        if (actor is not { Session: { Value: var id }, Account: { Value: var account } })
        {
            return null;
        }

        await using var db = database.Open();
        return await db.Set<Session>().AsNoTracking()
            .SingleOrDefaultAsync(s => s.Id == id && s.AccountId == account && s.Stage == SessionStage.Full && s.EndedAt == null, cancel);
    }
}
