using Microsoft.AspNetCore.Identity;
using Portal.Kernel.Classification;

namespace Portal.Features.Identity.Accounts;

/// <summary>A role that an account holds. Made by <see cref="HeldRoles"/> alone, which seals it: a row that somebody writes past the portal gives no role.</summary>
internal sealed class AccountRole : IdentityUserRole<Guid>
{
    [Classified(DataClass.Plain, "keyed MAC over account and role; absent on a row of the first version until it is next read")]
    public byte[]? Seal { get; set; }
}
