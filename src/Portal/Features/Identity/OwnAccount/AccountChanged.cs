using Portal.Data;

namespace Portal.Features.Identity.OwnAccount;

/// <summary>What of an account's credentials was changed.</summary>
internal enum AccountChange
{
    Password,
    App,
    RecoveryCodes,
}

/// <summary>
/// The one place that is told of a change of credentials, inside its transaction (ASVS 6.3.7). The notices to the person begin here; until they are built,
/// the audit entry of the change is all there is.
/// </summary>
internal sealed class AccountChanged
{
    public Task TellAsync(PortalDbContext db, Guid account, AccountChange change, CancellationToken cancel) => Task.CompletedTask;
}
