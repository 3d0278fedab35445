namespace Portal.Features.Patients.Desk;

/// <summary>
/// From what age a patient gets an account of their own at the desk. A child's consent alone does not carry one (GDPR Article 8(1): sixteen years, where the
/// country has set no other age between thirteen and sixteen).
/// </summary>
/// <param name="Years">Full years.</param>
public sealed record OwnAccountAge(int Years)
{
    /// <summary>Sixteen years.</summary>
    public static OwnAccountAge Default { get; } = new(16);

    /// <summary>Whether somebody born then is old enough on that day.</summary>
    public bool IsReached(DateOnly birth, DateOnly on) => Banner.FullYears(birth, on) >= Years;
}
