using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Invitations;
using Portal.Kernel.Access;

namespace Portal.Features.Identity.Changes;

/// <summary>Says whether an account is the last one of administrators or of compliance officers that can act: without it nobody is left to undo what was done.</summary>
internal sealed class LastOnes(HeldRoles roles)
{
    /// <summary>The caller has the turn (<see cref="Administrators.TakeTurnAsync(PortalDbContext, CancellationToken)"/>), so that of two who are left no two are closed at once.</summary>
    public async Task<bool> AnyIsAsync(PortalDbContext db, Guid account, CancellationToken cancel) =>
        (await roles.OfAsync(db, account, cancel)).FirstOrDefault() is (Role.Administrator or Role.ComplianceOfficer) and var role
        && !await Administrators.All(db, role).AnyAsync(a => a.Id != account && a.DisabledAt == null && a.FactorEnrolledAt != null, cancel);
}
