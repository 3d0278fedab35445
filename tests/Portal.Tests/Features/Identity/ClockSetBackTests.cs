using Portal.Data.Auditing;
using Portal.Data.Postgres.Embedded;
using Portal.Features.AuditTrail;
using Portal.Features.Identity;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data;

namespace Portal.Tests.Features.Identity;

/// <summary>The machine's clock is set back by an hour while people work. A database of its own for each test: the clock is the fixture's.</summary>
public sealed class ClockSetBackTests : IAsyncLifetime
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Idle = SessionLimits.Default.IdleOf(Role.Clinician);

    private readonly PortalFixture portal = new();
    private readonly People people;

    public ClockSetBackTests() => people = new People(portal);

    private FindSession Find => portal.Get<FindSession>();

    public Task InitializeAsync() => portal.InitializeAsync();

    public Task DisposeAsync() => portal.DisposeAsync();

    [Fact]
    [Trait("Norm", "164.312(a)(2)(iii)")]
    public async Task A_session_does_not_die_of_it_and_still_ends_when_idle()
    {
        var token = await people.SignInAsync(await people.NewAsync());
        portal.Clock.StepBack(Hour);
        (await Find.ByTokenAsync(People.Nobody, token, default)).ShouldNotBeNull();
        portal.Clock.Advance(Idle - TimeSpan.FromSeconds(1));
        (await Find.ByTokenAsync(People.Nobody, token, default)).ShouldNotBeNull();
        portal.Clock.Advance(TimeSpan.FromSeconds(1));
        (await Find.ByTokenAsync(People.Nobody, token, default)).ShouldBeNull();
    }

    [Fact]
    [Trait("Norm", "164.312(a)(2)(iii)")]
    public async Task A_session_does_not_outlive_twelve_hours_of_work()
    {
        var token = await people.SignInAsync(await people.NewAsync());
        var actor = await people.ActorAsync(token);
        var worked = TimeSpan.Zero;
        for (; worked < SessionLimits.Default.Absolute && await Find.OfAsync(actor, default) is not null; worked += TimeSpan.FromMinutes(10))
        {
            if (worked == TimeSpan.FromHours(6))
            {
                portal.Clock.StepBack(Hour);
                (await Find.OfAsync(actor, default)).ShouldNotBeNull();
            }

            portal.Clock.Advance(TimeSpan.FromMinutes(10));
            await Find.RecordInputAsync(actor, default);
        }

        worked.ShouldBe(SessionLimits.Default.Absolute);
        (await Find.OfAsync(actor, default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_sign_in_that_waits_for_its_code_waits_no_longer_for_it()
    {
        var person = await people.NewAsync();
        var step = await people.PasswordAsync(person);
        portal.Clock.StepBack(Hour);
        (await portal.Get<ConfirmTotp>().WithCodeAsync(People.Nobody, step.Token, people.WrongCodeOf(person), default)).Outcome.ShouldBe(FactorOutcome.Refused);
        portal.Clock.Advance(SessionLimits.Pending);
        (await portal.Get<ConfirmTotp>().WithCodeAsync(People.Nobody, step.Token, people.CodeOf(person), default)).Outcome.ShouldBe(FactorOutcome.StartAgain);
    }

    [Fact]
    [Trait("Norm", "164.308(a)(5)(ii)(C)")]
    public async Task A_lock_that_was_set_before_it_lasts_fifteen_minutes_more_and_not_until_the_clock_has_caught_up()
    {
        var person = await people.NewAsync();
        for (var n = 0; n < TryCounter.MaxTries; n++)
        {
            (await portal.Get<SignIn>().WithPasswordAsync(People.Nobody, person.Email, "wrong", default)).ShouldBeNull();
        }

        portal.Clock.StepBack(TimeSpan.FromDays(1));
        (await portal.Get<SignIn>().WithPasswordAsync(People.Nobody, person.Email, People.Password, default)).ShouldBeNull("the lock must not end by it");
        portal.Clock.Advance(TryCounter.LockTime - TimeSpan.FromSeconds(1));
        (await portal.Get<SignIn>().WithPasswordAsync(People.Nobody, person.Email, People.Password, default)).ShouldBeNull();
        portal.Clock.Advance(TimeSpan.FromSeconds(1));
        (await portal.Get<SignIn>().WithPasswordAsync(People.Nobody, person.Email, People.Password, default)).ShouldNotBeNull();
    }

    [Fact]
    [Trait("Norm", "ASVS 6.5.1")]
    public async Task A_code_of_an_earlier_step_than_the_last_used_one_is_refused()
    {
        var person = await people.NewAsync();
        await people.SignInAsync(person);
        portal.Clock.StepBack(Hour);
        var step = await people.PasswordAsync(person);

        (await portal.Get<ConfirmTotp>().WithCodeAsync(People.Nobody, step.Token, people.CodeOf(person), default)).Outcome.ShouldBe(FactorOutcome.Refused);
        // The same clock, reached for the second time: the used step is still used, the next one opens.
        portal.Clock.Advance(Hour);
        step = await people.PasswordAsync(person);
        (await portal.Get<ConfirmTotp>().WithCodeAsync(People.Nobody, step.Token, people.CodeOf(person), default)).Outcome.ShouldBe(FactorOutcome.Refused);
        portal.Clock.Advance(TimeSpan.FromSeconds(30));
        (await portal.Get<ConfirmTotp>().WithCodeAsync(People.Nobody, step.Token, people.CodeOf(person), default)).Outcome.ShouldBe(FactorOutcome.SignedIn);
    }

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task The_log_keeps_every_entry_its_id_and_the_order_of_the_commits()
    {
        var made = new List<Guid>();
        for (var number = 0; number < 6; number++)
        {
            var entry = portal.Get<AuditLog>().NewEntry(
                Actor.System("test"), Purpose.System, AuditAction.Read, AuditResource.Patient, DataCategories.Clinical, AuditOutcome.Allowed);
            await portal.Get<AuditLog>().AppendAsync(entry, default);
            made.Add(entry.Id.Value);
            portal.Clock.StepBack(TimeSpan.FromMinutes(30));
        }

        made.Distinct().Count().ShouldBe(6);
        // Times run backwards; the transactions' ids, which blocks are ordered by, do not.
        (await portal.Database.RunAsync(DatabaseRole.Auditor, "SELECT array_agg(id ORDER BY xact, id) FROM audit.entries")).ShouldBe(made.ToArray());
        (await portal.Database.RunAsync(DatabaseRole.Auditor, "SELECT array_agg(id ORDER BY at, id) FROM audit.entries")).ShouldBe(Enumerable.Reverse(made).ToArray());
        var verified = await portal.Get<VerifyAudit>().ForAsync(Actor.System("test"), default);
        verified.Ok.ShouldBeTrue();
    }
}
