using Microsoft.AspNetCore.Identity;
using Portal.Kernel.Classification;

namespace Portal.Features.Identity.Accounts;

/// <summary>A role that an account holds. Made by <see cref="HeldRoles"/> alone, which seals it: a row that somebody writes past the portal gives no role.</summary>
internal sealed class AccountRole : IdentityUserRole<Guid>
{
    [Classified(DataClass.Plain, "keyed MAC over account and role; absent on a row of the first version until it is next read")]
    public byte[]? Seal { get; set; }

    /// <summary>Who gave it in place of another one; nothing for the role that the account was made with, where the invitation says so.</summary>
    [Classified(DataClass.Plain, "opaque id of who gave it; access reviews show it")]
    public Guid? GivenBy { get; set; }

    [Classified(DataClass.Plain, "needed for access reviews")]
    public DateTimeOffset? GivenAt { get; set; }
}
