namespace Portal.Features.Identity.Changes;

/// <summary>When staff accounts are closed that nobody signs in with (45 CFR 164.308(a)(5)(ii)(C), ISO/IEC 27001 A.5.18). Patients' accounts stay: a year without a visit is a good one.</summary>
/// <param name="Days">Days without a sign-in. Fewer than sessions are remembered for.</param>
/// <param name="Warn">How many days before the person is told.</param>
public sealed record UnusedAccounts(int Days, int Warn)
{
    /// <summary>The most that can be configured: a session that is older than 90 days is forgotten.</summary>
    public const int MostDays = 85;

    /// <summary>45 days, and told a week before.</summary>
    public static UnusedAccounts Default { get; } = new(45, 7);
}
