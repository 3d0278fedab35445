using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Sessions;

namespace Portal.Features.Identity.StepUp;

/// <summary>
/// Gives a living session a new token for the cookie, in the caller's transaction: the old one opens nothing from the commit on (ASVS 7.2.4). The
/// session itself stays, so that pages that lie open go on.
/// </summary>
internal sealed class SessionRenewal(TimeProvider clock)
{
    /// <summary>After a factor was shown anew; <c>null</c> when the session ended meanwhile.</summary>
    public async Task<string?> WithFactorAsync(PortalDbContext db, Guid session, SessionFactor factor, CancellationToken cancel)
    {
        var (token, now) = (SessionToken.New(), clock.GetUtcNow());
        var hash = SessionToken.HashOf(token);
        return await Living(db, session).ExecuteUpdateAsync(
            set => set.SetProperty(s => s.SecretHash, hash).SetProperty(s => s.Factor, factor).SetProperty(s => s.FactorAt, now), cancel) == 1 ? token : null;
    }

    /// <summary>After a credential was changed; when the factor was shown stays as it was.</summary>
    public static async Task<string?> WithoutFactorAsync(PortalDbContext db, Guid session, CancellationToken cancel)
    {
        var token = SessionToken.New();
        var hash = SessionToken.HashOf(token);
        return await Living(db, session).ExecuteUpdateAsync(set => set.SetProperty(s => s.SecretHash, hash), cancel) == 1 ? token : null;
    }

    private static IQueryable<Session> Living(PortalDbContext db, Guid session) =>
        db.Set<Session>().Where(s => s.Id == session && s.Stage == SessionStage.Full && s.EndedAt == null);
}
