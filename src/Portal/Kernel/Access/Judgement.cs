using Portal.Kernel.Audit;

namespace Portal.Kernel.Access;

/// <summary>What came of asking about one patient, and the grant that it hangs on where it is one of break-glass.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Glass">The grant without which it would be closed; with every other decision <c>null</c>.</param>
internal readonly record struct Judgement(Decision Decision, BrokenGlass? Glass)
{
    private static readonly HashSet<Fact> OfGlass = [Fact.GlassBroken, Fact.GlassForWriting, Fact.ExclusionOverridden];

    public bool Opens => Decision is Decision.Allowed or Decision.AllowedByGlass;

    /// <summary>The entry of what is done: under a grant it carries the grant's id, and the purpose and reason that were given for it.</summary>
    public AuditEntry Mark(AuditEntry entry) => Glass is { } glass ? entry with { Grant = glass.Grant, Purpose = glass.Purpose, Reason = glass.Reason } : entry;

    /// <summary>
    /// Judges one patient by what is known. Grants are judged one by one, so that two of them never open together what neither covers, and a grant that is not named
    /// opens nothing: it would leave no trace of itself.
    /// </summary>
    /// <param name="role">The role acted in.</param>
    /// <param name="permission">What is asked for.</param>
    /// <param name="purpose">Why.</param>
    /// <param name="patient">Of whom; facts about others count for nothing.</param>
    /// <param name="known">What the features said.</param>
    public static Judgement Of(Role role, Permission permission, Purpose purpose, PatientId patient, IEnumerable<PatientFact> known)
    {
        var about = known.Where(fact => fact.Patient == patient).ToList();
        // What a grant says beyond its cover, such as that something is forbidden, counts whatever the grant.
        List<Fact> always = [.. about.Where(fact => !OfGlass.Contains(fact.Fact)).Select(fact => fact.Fact)];
        var alone = Decide.About(role, permission, purpose, always);
        if (alone is not (Decision.NoGround or Decision.Excluded))
        {
            return new Judgement(alone, null);
        }

        var opening = about.Where(fact => fact.Glass is not null && OfGlass.Contains(fact.Fact)).GroupBy(fact => fact.Glass!)
            .FirstOrDefault(grant => Decide.About(role, permission, purpose, [.. always, .. grant.Select(fact => fact.Fact)]) == Decision.AllowedByGlass);
        return opening is null ? new Judgement(alone, null) : new Judgement(Decision.AllowedByGlass, opening.Key);
    }
}
