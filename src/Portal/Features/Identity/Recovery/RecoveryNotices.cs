using Portal.Data;

namespace Portal.Features.Identity.Recovery;

/// <summary>
/// The one place that tells people of a recovery of their account, inside the transaction of each step (ASVS 6.3.7). The notices are not built yet; until then
/// the audit entries are all there is.
/// </summary>
internal sealed class RecoveryNotices
{
    /// <summary>Somebody asked for a way back into the account.</summary>
    public Task OpenedAsync(PortalDbContext db, Guid account, CancellationToken cancel) => Task.CompletedTask;

    /// <summary>The old credentials were taken away, or exchanged.</summary>
    public Task ConfirmedAsync(PortalDbContext db, Guid account, CancellationToken cancel) => Task.CompletedTask;

    /// <summary>It was declined or withdrawn: everything is as before, unless it had been confirmed.</summary>
    public Task DeclinedAsync(PortalDbContext db, Guid account, CancellationToken cancel) => Task.CompletedTask;

    /// <summary>A patient's account was set up with a code of the desk.</summary>
    public Task ActivatedAsync(PortalDbContext db, Guid account, CancellationToken cancel) => Task.CompletedTask;
}
