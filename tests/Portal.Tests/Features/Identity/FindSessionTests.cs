using Microsoft.EntityFrameworkCore;
using Portal.Features.Identity;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity;

public sealed class FindSessionTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly People people = new(portal);

    private FindSession Find => portal.Get<FindSession>();

    [Theory]
    [InlineData(Role.Clinician, 15)]
    [InlineData(Role.BillingClerk, 15)]
    [InlineData(Role.Administrator, 15)]
    [InlineData(Role.Patient, 30)]
    [Trait("Norm", "164.312(a)(2)(iii)")]
    public async Task A_session_ends_when_it_was_idle_too_long(Role role, int minutes)
    {
        var token = await people.SignInAsync(await people.NewAsync(role));
        portal.Clock.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
        (await Find.ByTokenAsync(People.Nobody, token, default)).ShouldNotBeNull();
        portal.Clock.Advance(TimeSpan.FromSeconds(1));
        (await Find.ByTokenAsync(People.Nobody, token, default)).ShouldBeNull();
        var id = (await people.SessionAsync(token)).Id;
        (await people.EntriesAsync(e => e.ResourceId == id && e.Action == AuditAction.SignOut)).ShouldHaveSingleItem().Reason.ShouldBe("timed-out");
    }

    [Fact]
    public async Task Input_keeps_a_session_alive_but_not_beyond_twelve_hours()
    {
        var token = await people.SignInAsync(await people.NewAsync());
        var actor = await people.ActorAsync(token);
        for (var minutes = 10; minutes < 12 * 60; minutes += 10)
        {
            portal.Clock.Advance(TimeSpan.FromMinutes(10));
            await Find.RecordInputAsync(actor, default);
        }

        (await Find.OfAsync(actor, default)).ShouldNotBeNull();
        portal.Clock.Advance(TimeSpan.FromMinutes(10));
        await Find.RecordInputAsync(actor, default);
        (await Find.OfAsync(actor, default)).ShouldBeNull();
    }

    [Fact]
    public async Task Input_does_not_bring_an_ended_session_back()
    {
        var token = await people.SignInAsync(await people.NewAsync());
        var actor = await people.ActorAsync(token);
        await portal.Get<SignOut>().ForAsync(actor, default);
        portal.Clock.Advance(TimeSpan.FromMinutes(2));
        await Find.RecordInputAsync(actor, default);
        (await people.SessionAsync(token)).LastInputAt.ShouldBeLessThan(portal.Clock.GetUtcNow() - SessionLimits.Default.InputStepOf(Role.Clinician));
        (await Find.OfAsync(actor, default)).ShouldBeNull();
    }

    [Fact]
    [Trait("Norm", "ASVS 7.4.2")]
    public async Task A_session_of_a_disabled_account_is_none()
    {
        var person = await people.NewAsync();
        var token = await people.SignInAsync(person);
        await people.DisableAsync(person.Id);
        (await Find.ByTokenAsync(People.Nobody, token, default)).ShouldBeNull();
    }

    [Fact]
    [Trait("Norm", "ASVS 8.3.2")]
    public async Task When_the_role_was_taken_away_the_session_ends_at_the_next_look()
    {
        var person = await people.NewAsync();
        var (token, waiting) = (await people.SignInAsync(person), await people.PasswordAsync(person));
        var actor = await people.ActorAsync(token);
        await using var db = portal.Open();
        await db.Set<AccountRole>().Where(r => r.UserId == person.Id.Value).ExecuteDeleteAsync();

        (await Find.OfAsync(actor, default)).ShouldBeNull();

        (await Find.ByTokenAsync(People.Nobody, token, default)).ShouldBeNull();
        (await people.EntriesAsync(e => e.ResourceId == actor.Session!.Value.Value && e.Action == AuditAction.SignOut)).ShouldHaveSingleItem().Reason.ShouldBe("role-taken-away");
        portal.Clock.Advance(TimeSpan.FromSeconds(30));
        var result = await portal.Get<ConfirmTotp>().WithCodeAsync(People.Nobody, waiting.Token, people.CodeOf(person), default);
        result.Outcome.ShouldBe(FactorOutcome.StartAgain);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_token_of_no_session_is_none(string? token) => (await Find.ByTokenAsync(People.Nobody, token, default)).ShouldBeNull();

    [Fact]
    public async Task A_job_has_no_session() => (await Find.OfAsync(Actor.System("test"), default)).ShouldBeNull();

    [Fact]
    public async Task Nobody_has_no_session() => (await Find.OfAsync(Actor.Anonymous, default)).ShouldBeNull();

    [Fact]
    public async Task The_row_holds_neither_token_nor_address_nor_agent_in_the_open()
    {
        var token = await people.SignInAsync(await people.NewAsync());
        await using var connection = await portal.Database.OpenAsync(Portal.Data.Postgres.Embedded.DatabaseRole.Owner);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT string_agg(encode(convert_to(s::text, 'UTF8'), 'escape') || encode(ip, 'escape') || encode(user_agent, 'escape'), ' ') FROM identity.sessions s";
        var rows = (string)(await command.ExecuteScalarAsync())!;
        rows.ShouldNotContain(token);
        rows.ShouldNotContain("192.0.2.7");
        rows.ShouldNotContain("Test browser");
    }
}
