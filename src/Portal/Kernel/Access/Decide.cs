namespace Portal.Kernel.Access;

/// <summary>The access decision: a pure function over a role's permission, a purpose and facts. Deny wins, unknown denies, nothing permits by itself.</summary>
internal static class Decide
{
    private static readonly Dictionary<Permission, (Purpose Purpose, Fact Needed)[]> Grounds = new()
    {
        [Permission.ReadClinical] = [(Purpose.Treatment, Fact.InCare)],
        [Permission.SearchPatients] = [(Purpose.Treatment, Fact.InCare), (Purpose.Payment, Fact.HandlesBilling), (Purpose.Operations, Fact.HandlesRegistration)],
        [Permission.ReadBilling] = [(Purpose.Payment, Fact.HandlesBilling)],
        [Permission.ReadRegistration] = [(Purpose.Operations, Fact.HandlesRegistration)],
        [Permission.HandOutCodes] = [(Purpose.Operations, Fact.HandlesRegistration)],
        [Permission.WriteClinical] = [(Purpose.Treatment, Fact.InCare)],
        [Permission.Prescribe] = [(Purpose.Treatment, Fact.InCare)],
        [Permission.ReadOwnRecord] = [(Purpose.PatientRequest, Fact.IsSelf)],
    };

    /// <summary>Judges one patient.</summary>
    public static Decision About(Role role, Permission permission, Purpose purpose, IReadOnlyCollection<Fact> facts)
    {
        if (!Roles.Permit(role, permission))
        {
            return Decision.NotPermitted;
        }

        if (facts.Contains(Fact.Forbidden))
        {
            return Decision.Forbidden;
        }

        if (facts.Contains(Fact.Unknown) || facts.Any(fact => !Enum.IsDefined(fact)))
        {
            return Decision.Unknown;
        }

        return Grounds.TryGetValue(permission, out var grounds)
            && grounds.Any(ground => ground.Purpose == purpose && facts.Contains(ground.Needed))
                ? Decision.Allowed
                : Decision.NoGround;
    }
}
