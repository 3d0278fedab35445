using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Kernel.Access;

namespace Portal.Features.Identity.Invitations;

/// <summary>
/// Says who gives the second yes to what an administrator asked for (decision 0100): the other side, a compliance officer; where there is none but the person concerned, another
/// administrator; where there are too few of those as well, nobody, and the yes is waived (0017). An officer who was disabled within the last days still counts: else one
/// could be put out of the way for an afternoon.
/// </summary>
internal sealed class OtherSide(SecondApproval approval, TimeProvider clock)
{
    /// <summary>The code of the refusal.</summary>
    public const string Reason = "other-side-approves";

    /// <summary>The role of who approves; <see cref="Role.None"/> where the yes is waived.</summary>
    /// <param name="db">The context.</param>
    /// <param name="concerned">Whose role or factors it is about: the person cannot be the second one.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<Role> OfAsync(PortalDbContext db, Guid concerned, CancellationToken cancel) =>
        await OfficersCountAsync(db, concerned, cancel) ? Role.ComplianceOfficer
        : await approval.IsWaivedForRoleOfAsync(db, concerned, cancel) ? Role.None
        : Role.Administrator;

    /// <summary>Whether the person's role says yes now: where nobody of the wanted side is left since it was asked for, either does.</summary>
    public async Task<bool> MayAsync(PortalDbContext db, Actor actor, Guid concerned, CancellationToken cancel) =>
        await OfAsync(db, concerned, cancel) is var role && (role is Role.None || actor.Role == role);

    /// <summary>Whether there is an officer besides the person concerned.</summary>
    public Task<bool> OfficersCountAsync(PortalDbContext db, Guid concerned, CancellationToken cancel)
    {
        var since = clock.GetUtcNow() - SecondApproval.Memory;
        return Administrators.All(db, Role.ComplianceOfficer)
            .AnyAsync(a => a.Id != concerned && a.FactorEnrolledAt != null && (a.DisabledAt == null || a.DisabledAt > since), cancel);
    }
}
