using FsCheck;
using FsCheck.Fluent;
using Portal.Kernel;
using Portal.Kernel.Access;
using AccessRole = Portal.Kernel.Access.Role;

namespace Portal.Tests.Kernel.Access;

/// <summary>The laws of the access decision over everything that features may say, each with a decision that breaks it and is caught.</summary>
[Trait("Norm", "164.312(a)(1)")]
public sealed class JudgementLawsTests
{
    private static readonly PatientId Mine = PatientId.New();
    private static readonly PatientId Other = PatientId.New();
    private static readonly BrokenGlass One = new(Guid.NewGuid(), Purpose.Emergency, "emergency");
    private static readonly BrokenGlass Two = new(Guid.NewGuid(), Purpose.Treatment, "cover");
    private static readonly Fact[] Covers = [Fact.GlassBroken, Fact.GlassForWriting, Fact.ExclusionOverridden];

    // Half of all questions are those of treatment, where everything meets.
    private static readonly Arbitrary<Question> Questions =
        (from role in Gen.Frequency((3, Gen.Elements(AccessRole.Clinician, AccessRole.Nurse)), (1, Gen.Elements(Enum.GetValues<AccessRole>())))
         from permission in Gen.Frequency((2, Gen.Elements(Permission.ReadClinical, Permission.WriteClinical, Permission.SearchPatients)), (1, Gen.Elements(Enum.GetValues<Permission>())))
         from purpose in Gen.Frequency((3, Gen.Constant(Purpose.Treatment)), (1, Gen.Elements(Enum.GetValues<Purpose>())))
         from facts in Gen.ArrayOf(Facts())
         select new Question(role, permission, purpose, facts)).ToArbitrary();

    private delegate Judgement Judge(Question question);

    [Fact]
    public void Deny_wins() => Holds(
        judge => q => !q.Says(Fact.Forbidden) || !judge(q).Opens,
        Without(Fact.Forbidden));

    [Fact]
    public void What_is_unknown_or_malformed_fails_closed() => Holds(
        judge => q => !(q.Says(Fact.Unknown) || q.Says((Fact)99)) || !judge(q).Opens,
        Without(Fact.Unknown, (Fact)99));

    [Fact]
    public void An_excluded_person_gets_in_by_a_grant_against_the_exclusion_alone() => Holds(
        judge => q => !q.Says(Fact.Excluded) || judge(q) is { Opens: false } || (judge(q).Glass is { } glass && q.Says(Fact.ExclusionOverridden, glass)),
        Without(Fact.Excluded),
        // The override of one grant stands in for another one.
        q => Real(q with { Facts = [.. q.Facts, .. q.Facts.Where(fact => fact.Fact == Fact.ExclusionOverridden).Select(fact => fact with { Glass = One })] }) with { Glass = Two });

    [Fact]
    public void A_sensitive_record_opens_for_the_team_or_by_a_grant_alone() => Holds(
        judge => q => !(q.Says(Fact.Sensitive) && q.IsOfCare) || judge(q) is var came && (came.Decision != Decision.Allowed || q.Says(Fact.OnTeam)),
        Without(Fact.Sensitive));

    [Fact]
    public void A_grant_opens_nothing_that_it_does_not_cover_itself() => Holds(
        judge => q => judge(q) is not { Decision: Decision.AllowedByGlass } came
            || (came.Glass is { } glass && q.Says(Fact.GlassBroken, glass)
                && (q.Permission == Permission.ReadClinical || (q.Permission is Permission.WriteClinical or Permission.Prescribe && q.Says(Fact.GlassForWriting, glass)))),
        // Two grants put together.
        q => Real(q with { Facts = [.. q.Facts.Select(fact => fact.Glass is null ? fact : fact with { Glass = One })] }),
        q => Real(q with { Permission = q.Permission == Permission.WriteClinical ? Permission.ReadClinical : q.Permission }));

    [Fact]
    public void A_grant_that_is_not_named_opens_nothing() => Holds(
        judge => q => q.Facts.Any(fact => fact.Glass is not null) || judge(q).Decision != Decision.AllowedByGlass,
        q => Real(q with { Facts = [.. q.Facts.Select(fact => fact with { Glass = fact.Glass ?? One })] }));

    [Fact]
    public void No_list_is_opened_by_breaking_the_glass() => Holds(
        judge => q => q.Permission != Permission.SearchPatients || judge(q) == judge(q.But(Covers)),
        q => Real(q) is { Decision: Decision.NoGround } && q.Says(Fact.GlassBroken) ? new Judgement(Decision.AllowedByGlass, One) : Real(q));

    [Fact]
    public void What_is_said_of_another_patient_counts_for_nothing() => Holds(
        judge => q => judge(q) == judge(q with { Facts = [.. q.Facts.Where(fact => fact.Patient == Mine)] }),
        q => Real(q with { Facts = [.. q.Facts.Select(fact => fact with { Patient = Mine })] }));

    [Fact]
    public void The_order_in_which_features_answer_decides_nothing() => Holds(
        judge => q => judge(q).Decision == judge(q with { Facts = [.. q.Facts.Reverse()] }).Decision,
        q => q.Facts.FirstOrDefault().Fact == Fact.OnTeam ? new Judgement(Decision.Allowed, null) : Real(q));

    [Fact]
    public void What_narrows_never_opens() => Holds(
        judge => q => judge(q).Opens || !new[] { Fact.Sensitive, Fact.Excluded, Fact.Forbidden, Fact.Unknown }.Any(fact => judge(q.And(fact)).Opens),
        q => q.Says(Fact.Sensitive) ? Real(q.And(Fact.OnTeam)) : Real(q));

    [Fact]
    public void Only_a_decision_by_glass_names_a_grant() => Holds(
        judge => q => judge(q) is var came && (came.Decision == Decision.AllowedByGlass) == (came.Glass is not null),
        q => Real(q) with { Glass = q.Facts.Select(fact => fact.Glass).FirstOrDefault(glass => glass is not null) });

    private static Judgement Real(Question q) => Judgement.Of(q.Role, q.Permission, q.Purpose, Mine, q.Facts);

    private static Judge Without(params Fact[] facts) => q => Real(q.But(facts));

    private static void Holds(Func<Judge, Func<Question, bool>> law, params Judge[] breaking)
    {
        Prop.ForAll(Questions, law(Real)).Check(Config.QuickThrowOnFailure.WithMaxTest(4_000).WithQuietOnSuccess(true));
        foreach (var broken in breaking)
        {
            Should.Throw<Exception>(() => Prop.ForAll(Questions, law(broken)).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000).WithQuietOnSuccess(true)));
        }
    }

    private static Gen<PatientFact> Facts() =>
        from fact in Gen.Frequency((8, Gen.Elements(Enum.GetValues<Fact>().Except([Fact.Forbidden, Fact.Unknown]).ToArray())), (1, Gen.Elements(Fact.Forbidden, Fact.Unknown, (Fact)99)))
        from patient in Gen.Frequency((5, Gen.Constant(Mine)), (1, Gen.Constant(Other)))
        from glass in Gen.Frequency((1, Gen.Constant<BrokenGlass?>(null)), (2, Gen.Constant<BrokenGlass?>(One)), (2, Gen.Constant<BrokenGlass?>(Two)))
        select new PatientFact(patient, fact) { Glass = Covers.Contains(fact) ? glass : null };

    private sealed record Question(AccessRole Role, Permission Permission, Purpose Purpose, PatientFact[] Facts)
    {
        public bool IsOfCare => Purpose == Purpose.Treatment && Permission is Permission.ReadClinical or Permission.WriteClinical or Permission.Prescribe or Permission.SearchPatients;

        public bool Says(Fact fact) => Facts.Any(one => one.Patient == Mine && one.Fact == fact);

        public bool Says(Fact fact, BrokenGlass glass) => Facts.Any(one => one.Patient == Mine && one.Fact == fact && one.Glass == glass);

        public Question But(params Fact[] facts) => this with { Facts = [.. Facts.Where(one => !facts.Contains(one.Fact))] };

        public Question And(Fact fact) => this with { Facts = [.. Facts, new PatientFact(Mine, fact)] };

        public override string ToString() => $"{Role} {Permission} {Purpose}: {string.Join(' ', Facts.Select(one => one.Fact))}";
    }
}
