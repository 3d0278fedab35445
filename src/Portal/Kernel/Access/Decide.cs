namespace Portal.Kernel.Access;

/// <summary>The access decision: a pure function over a role's permission, a purpose and facts. Deny wins, unknown denies, nothing permits by itself.</summary>
/// <remarks>
/// In this order: permission; what forbids; what is unknown; an exclusion by the patient, which only a grant taken against it goes past; the ordinary ground of the
/// permission, which on a sensitive record is the treating team alone; a break-glass grant.
/// </remarks>
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
        [Permission.ReferPatients] = [(Purpose.Treatment, Fact.OnTeam)],
        [Permission.MarkRecords] = [(Purpose.Treatment, Fact.OnTeam)],
        [Permission.AssignTeams] = [(Purpose.Operations, Fact.HandlesRegistration)],
        [Permission.ExcludePeople] = [(Purpose.PatientRequest, Fact.IsSelf)],
        [Permission.ReadOwnRecord] = [(Purpose.PatientRequest, Fact.IsSelf)],
    };

    // What a grant must cover for each permission that it can stand in for; lists are not among them, so that an emergency opens one record and no search.
    private static readonly Dictionary<Permission, Fact> ByGlass = new()
    {
        [Permission.ReadClinical] = Fact.GlassBroken,
        [Permission.WriteClinical] = Fact.GlassForWriting,
        [Permission.Prescribe] = Fact.GlassForWriting,
    };

    /// <summary>Whether a break-glass grant can open what needs this permission.</summary>
    public static bool OpensByGlass(Permission permission) => ByGlass.ContainsKey(permission);

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

        if (facts.Contains(Fact.Excluded))
        {
            return facts.Contains(Fact.ExclusionOverridden) && IsByGlass(role, permission, purpose, facts) ? Decision.AllowedByGlass : Decision.Excluded;
        }

        if (HasGround(permission, purpose, facts))
        {
            return Decision.Allowed;
        }

        return IsByGlass(role, permission, purpose, facts) ? Decision.AllowedByGlass : Decision.NoGround;
    }

    private static bool HasGround(Permission permission, Purpose purpose, IReadOnlyCollection<Fact> facts) =>
        Grounds.TryGetValue(permission, out var grounds) && grounds.Any(ground => ground.Purpose == purpose && Meets(ground.Needed, facts));

    // Whoever is on the team is in care; on a sensitive record nobody else is.
    private static bool Meets(Fact needed, IReadOnlyCollection<Fact> facts) => needed == Fact.InCare
        ? facts.Contains(Fact.OnTeam) || (facts.Contains(Fact.InCare) && !facts.Contains(Fact.Sensitive))
        : facts.Contains(needed);

    // Asked for as treatment, because the page does not know yet; the entry gets the purpose that goes with the grant's reason.
    private static bool IsByGlass(Role role, Permission permission, Purpose purpose, IReadOnlyCollection<Fact> facts) =>
        Roles.Permit(role, Permission.BreakGlass) && purpose == Purpose.Treatment
        && facts.Contains(Fact.GlassBroken) && ByGlass.TryGetValue(permission, out var needed) && facts.Contains(needed);
}
