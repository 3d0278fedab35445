using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Notices;
using Portal.Features.Identity.Accounts;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Notices;

namespace Portal.Features.BreakGlass;

/// <summary>Tells patients that somebody broke the glass over their record, unless a safety hold says wait.</summary>
internal sealed class GlassNotices(NoticeBook notices, PatientAccounts accounts, TimeProvider clock)
{
    /// <summary>Tells the patient of a grant and writes on the grant whether that was done; the caller saves it, in the same transaction.</summary>
    /// <param name="db">The context, in the transaction that makes or changes the grant.</param>
    /// <param name="grant">The grant.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task TellAsync(PortalDbContext db, GlassGrant grant, CancellationToken cancel)
    {
        var now = Microseconds.Cut(clock.GetUtcNow());
        if (await IsHeldAsync(db, grant.PatientId, now, cancel))
        {
            grant.Telling = GlassTelling.Held;
            return;
        }

        var told = await accounts.OfAsync(db, grant.PatientId, cancel);
        (grant.Telling, grant.ToldAt) = told.Count == 0 ? (GlassTelling.NoAccount, (DateTimeOffset?)null) : (GlassTelling.Told, now);
        foreach (var account in told)
        {
            await notices.AddAsync(db, account.Value, NoticeKind.EmergencyAccess, new NoticeAlso([], WordsOf(grant.Reason, grant.Role), About: grant.Id), cancel);
        }
    }

    // A hold that was altered past the portal holds as well: to wait harms nobody, to tell might.
    private static Task<bool> IsHeldAsync(PortalDbContext db, PatientId patient, DateTimeOffset now, CancellationToken cancel) =>
        db.Set<SafetyHold>().InForce(now).AnyAsync(row => row.PatientId == patient, cancel);

    private static string WordsOf(GlassReason reason, Role role) => $"{role switch { Role.Nurse => "A nurse", Role.Clinician => "A clinician", _ => "A member of staff" }}; reason given: {reason switch
    {
        GlassReason.Emergency => "emergency treatment",
        GlassReason.Cover => "standing in for a colleague",
        GlassReason.PatientRequest => "you asked for it",
        GlassReason.PublicHealth => "a public-health duty",
        GlassReason.Exclusion => "an emergency, although you excluded this person",
        _ => "another reason, which is being checked",
    }}";
}
