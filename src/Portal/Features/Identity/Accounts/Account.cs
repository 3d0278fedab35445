using Microsoft.AspNetCore.Identity;
using Portal.Features.Identity.Changes;
using Portal.Kernel;
using Portal.Kernel.Classification;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Accounts;

/// <summary>
/// A person's account. Identity's plain e-mail, user name and phone are not stored: the e-mail lies here encrypted, and
/// Identity's two normalised columns hold its blind index.
/// </summary>
internal sealed class Account : IdentityUser<Guid>
{
    [Classified(DataClass.Pii)]
    public Protected<string>? ProtectedEmail { get; set; }

    /// <summary>The name shown to colleagues and in "who looked at my record".</summary>
    [Classified(DataClass.Pii)]
    public Protected<string>? ProtectedName { get; set; }

    /// <summary>Mail addresses that the patient's record had when the desk last looked at it, a line each: whoever may be reached there is told when the account is taken back (decision 0046).</summary>
    [Classified(DataClass.Pii)]
    public Protected<string>? ProtectedRecordAddresses { get; set; }

    /// <summary>The record that belongs to a patient's own account.</summary>
    [Classified(DataClass.Plain, "opaque token of the patient whose account it is")]
    public PatientId? PatientId { get; set; }

    /// <summary>The 160-bit secret of the authenticator app (RFC 6238).</summary>
    [Classified(DataClass.Secret)]
    public Protected<byte[]>? ProtectedTotpSecret { get; set; }

    /// <summary>When a code of <see cref="ProtectedTotpSecret"/> was first confirmed; until then it opens nothing.</summary>
    [Classified(DataClass.Plain, "decides whether a factor must be enrolled")]
    public DateTimeOffset? FactorEnrolledAt { get; set; }

    [Classified(DataClass.Plain, "decides whether the account may be used")]
    public DateTimeOffset? DisabledAt { get; set; }

    [Classified(DataClass.Plain, "code of why it was disabled, needed for account reviews")]
    public DisableReason DisabledFor { get; set; }

    /// <summary>When it was enabled again last: the time in which nobody signs in is counted from then.</summary>
    [Classified(DataClass.Plain, "needed to close accounts that nobody uses")]
    public DateTimeOffset? EnabledAt { get; set; }

    [Classified(DataClass.Plain, "needed for account reviews")]
    public DateTimeOffset CreatedAt { get; set; }
}
