using Portal.Data;
using Portal.Data.Notices;
using Portal.Kernel.Notices;

namespace Portal.Features.Identity.OwnAccount;

/// <summary>What of an account's credentials was changed.</summary>
internal enum AccountChange
{
    Password,
    App,
    RecoveryCodes,
    PasskeyAdded,
    PasskeyRemoved,
}

/// <summary>The one place that is told of a change of credentials, inside its transaction: the person is told in the portal and by mail (ASVS 6.3.7).</summary>
internal sealed class AccountChanged(NoticeBook notices)
{
    public Task TellAsync(PortalDbContext db, Guid account, AccountChange change, CancellationToken cancel) =>
        notices.AddAsync(db, account, KindOf(change), cancel);

    private static NoticeKind KindOf(AccountChange change) => change switch
    {
        AccountChange.Password => NoticeKind.PasswordChanged,
        AccountChange.App => NoticeKind.AppChanged,
        AccountChange.PasskeyAdded => NoticeKind.PasskeyAdded,
        AccountChange.PasskeyRemoved => NoticeKind.PasskeyRemoved,
        _ => NoticeKind.RecoveryCodesChanged,
    };
}
