using Portal.Data;
using Portal.Data.Notices;
using Portal.Kernel.Notices;

namespace Portal.Features.Identity.Recovery;

/// <summary>
/// The one place that tells people of a recovery of their account, inside the transaction of each step, on every address known (ASVS 6.3.7). For a patient these are
/// the addresses of the record too: the account's own may be in the wrong hands.
/// </summary>
internal sealed class RecoveryNotices(NoticeBook notices)
{
    /// <summary>Somebody asked for a way back into the account, or a code for it was made.</summary>
    public Task OpenedAsync(PortalDbContext db, Guid account, IReadOnlyCollection<string> also, CancellationToken cancel) =>
        TellAsync(db, account, NoticeKind.RecoveryOpened, also, cancel);

    /// <summary>The old credentials were taken away, or exchanged.</summary>
    public Task ConfirmedAsync(PortalDbContext db, Guid account, IReadOnlyCollection<string> also, CancellationToken cancel) =>
        TellAsync(db, account, NoticeKind.RecoveryConfirmed, also, cancel);

    /// <summary>It was declined, or withdrawn before anybody confirmed it: everything is as before.</summary>
    public Task DeclinedAsync(PortalDbContext db, Guid account, CancellationToken cancel) => TellAsync(db, account, NoticeKind.RecoveryDeclined, [], cancel);

    /// <summary>It was withdrawn after it had been confirmed: nothing opens the account.</summary>
    public Task WithdrawnAsync(PortalDbContext db, Guid account, CancellationToken cancel) => TellAsync(db, account, NoticeKind.RecoveryWithdrawn, [], cancel);

    /// <summary>A patient's account was set up with a code of the desk.</summary>
    public Task ActivatedAsync(PortalDbContext db, Guid account, IReadOnlyCollection<string> also, CancellationToken cancel) =>
        TellAsync(db, account, NoticeKind.Activated, also, cancel);

    private Task TellAsync(PortalDbContext db, Guid account, NoticeKind kind, IReadOnlyCollection<string> also, CancellationToken cancel) =>
        notices.AddAsync(db, account, kind, new NoticeAlso(also), cancel);
}
