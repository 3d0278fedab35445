using Portal.Data;
using Portal.Data.Auditing;
using Portal.Features.Identity.Sessions;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Notices;

namespace Portal.Features.Identity;

/// <summary>The audit entries of this feature. Reasons are codes of our own; no entry holds an address, a password or a code.</summary>
internal sealed class IdentityAudit(AuditLog log)
{
    /// <summary>A try to sign in that was refused; the account is known where the address has one.</summary>
    public Task RefusedAsync(Actor actor, Guid? account, string reason, CancellationToken cancel) =>
        log.AppendAsync(About(actor, AuditAction.SignIn, account, AuditOutcome.Denied) with { Reason = reason }, cancel);

    /// <summary>A right password: a session that waits for the factor. It is about the session, so that whole sign-ins are counted by account.</summary>
    public Task PasswordAsync(PortalDbContext db, Actor actor, Session pending, CancellationToken cancel) =>
        log.AppendAsync(
            db,
            log.NewEntry(actor, Purpose.System, AuditAction.SignIn, AuditResource.Session, DataCategories.Account, AuditOutcome.Allowed) with
            {
                ResourceId = pending.Id,
                Reason = "password",
            },
            cancel);

    /// <summary>A whole sign-in: from here on the principal is proven, and the entry names it.</summary>
    public Task SignedInAsync(PortalDbContext db, Actor actor, Session session, string reason, CancellationToken cancel) =>
        log.AppendAsync(db, About(Of(actor, session), AuditAction.SignIn, session.AccountId, AuditOutcome.Allowed) with { Reason = reason }, cancel);

    /// <summary>A factor or recovery code was set or used up.</summary>
    public Task CredentialAsync(PortalDbContext db, Actor actor, Session session, string reason, CancellationToken cancel) =>
        log.AppendAsync(
            db,
            About(Of(actor, session), AuditAction.Credential, session.AccountId, AuditOutcome.Allowed) with
            {
                Categories = DataCategories.Account | DataCategories.Keys,
                Reason = reason,
            },
            cancel);

    public Task SignedOutAsync(PortalDbContext db, Actor actor, Guid session, string reason, CancellationToken cancel) =>
        log.AppendAsync(
            db,
            log.NewEntry(actor, Purpose.System, AuditAction.SignOut, AuditResource.Session, DataCategories.Account, AuditOutcome.Allowed) with
            {
                ResourceId = session,
                Reason = reason,
            },
            cancel);

    /// <summary>A person looked at the own sessions.</summary>
    public Task OwnSessionsReadAsync(Actor actor, CancellationToken cancel) =>
        log.AppendAsync(
            log.NewEntry(actor, Purpose.System, AuditAction.Search, AuditResource.Session, DataCategories.Account, AuditOutcome.Allowed) with
            {
                ResourceId = actor.Account?.Value,
                Reason = "own-sessions",
            },
            cancel);

    /// <summary>The person is told that the account rests after too many wrong tries.</summary>
    public Task LockToldAsync(PortalDbContext db, Actor job, Guid account, CancellationToken cancel) =>
        log.AppendAsync(db, About(job, AuditAction.Notify, account, AuditOutcome.Allowed) with { Reason = "locked" }, cancel);

    /// <summary>Somebody is told of the portal's own state: its certificate ends, or the audit log needs a person.</summary>
    public Task StateToldAsync(PortalDbContext db, Actor job, Guid account, NoticeKind kind, CancellationToken cancel) =>
        log.AppendAsync(
            db, About(job, AuditAction.Notify, account, AuditOutcome.Allowed) with { Reason = ReasonOf(kind) }, cancel);

    private static string ReasonOf(NoticeKind kind) => kind switch
    {
        NoticeKind.CertificateEnds => "certificate-ends",
        NoticeKind.UnusedSoon => "unused-soon",
        NoticeKind.LeftWithAccount => "left-with-account",
        NoticeKind.AccessReviewWaits or NoticeKind.AccessReviewSoon => "access-review-reminded",
        NoticeKind.AccessReviewLate => "access-review-late",
        NoticeKind.PolicyToRead => "policy-to-read",
        NoticeKind.PolicyReminder => "policy-reminder",
        NoticeKind.PolicyDrift => "policy-drift",
        _ => "audit-trouble",
    };

    /// <summary>The log takes entries again after it took none for a time.</summary>
    public Task TakenAgainAsync(Actor job, CancellationToken cancel) =>
        log.AppendAsync(log.NewEntry(job, Purpose.System, AuditAction.Maintain, AuditResource.AuditLog, DataCategories.Audit, AuditOutcome.Allowed) with { Reason = "taken-again" }, cancel);

    /// <summary>Somebody tried to have administrators told of the portal's state.</summary>
    public Task TellRefusedAsync(Actor actor, CancellationToken cancel) =>
        log.AppendAsync(About(actor, AuditAction.Notify, null, AuditOutcome.Denied) with { Reason = "not-the-portal" }, cancel);

    /// <summary>The second factor was shown again within a session. Whoever may break the glass needs it while the log is away, too: it opens nothing by itself (ADR 0102).</summary>
    public Task StepUpAsync(PortalDbContext db, Actor actor, string reason, CancellationToken cancel) =>
        log.AppendInEmergencyAsync(db, About(actor, AuditAction.StepUp, actor.Account?.Value, AuditOutcome.Allowed) with { Reason = reason }, cancel);

    /// <summary>The second factor was not shown, or wrongly: what was wanted was not done.</summary>
    public Task StepUpRefusedAsync(Actor actor, string reason, CancellationToken cancel) =>
        log.AppendInEmergencyAsync(About(actor, AuditAction.StepUp, actor.Account?.Value, AuditOutcome.Denied) with { Reason = reason }, cancel);

    /// <summary>Somebody looked at the own account.</summary>
    public Task OwnAccountReadAsync(Actor actor, CancellationToken cancel) =>
        log.AppendAsync(About(actor, AuditAction.Read, actor.Account?.Value, AuditOutcome.Allowed), cancel);

    /// <summary>Somebody tried to change an own account who has none, or what they gave was wrong.</summary>
    public Task OwnAccountRefusedAsync(Actor actor, string reason, CancellationToken cancel) =>
        log.AppendAsync(About(actor, AuditAction.Credential, actor.Account?.Value, AuditOutcome.Denied) with { Reason = reason }, cancel);

    /// <summary>Text that somebody was typing into a form was kept, deleted or offered again.</summary>
    public Task TypedAsync(PortalDbContext db, Actor actor, AuditAction action, Guid row, CancellationToken cancel) =>
        log.AppendAsync(
            db,
            log.NewEntry(actor, Purpose.System, action, AuditResource.Draft, DataCategories.Account, AuditOutcome.Allowed) with { ResourceId = row, Reason = "form" },
            cancel);

    public static Actor Of(Actor actor, Session session) =>
        Actor.Person(new AccountId(session.AccountId), session.Role, new SessionId(session.Id), actor.Origin);

    public AuditEntry About(Actor actor, AuditAction action, Guid? account, AuditOutcome outcome) =>
        log.NewEntry(actor, Purpose.System, action, AuditResource.Account, DataCategories.Account, outcome) with { ResourceId = account };
}
