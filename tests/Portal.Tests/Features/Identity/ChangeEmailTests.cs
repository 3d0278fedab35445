using FluentValidation;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Identity.Changes;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Tests.Data;

namespace Portal.Tests.Features.Identity;

[Trait("Norm", "164.308(a)(4)")]
public sealed class ChangeEmailTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Changes changes = new(portal);

    [Fact]
    public async Task A_link_goes_to_the_new_address_and_the_old_one_holds()
    {
        var administrator = await changes.Invited.AdministratorAsync();
        var person = await changes.People.NewAsync();

        (await changes.EmailAsync(administrator, person, $"{Guid.NewGuid():N}@new.example")).ShouldBe(ChangeOutcome.Sent);

        (await changes.LinkAsync(person)).ShouldNotBeNull();
        (await changes.People.SignInAsync(person)).ShouldNotBeNull();
        (await portal.Get<OpenPerson>().ForAsync(administrator, person.Id, default))!.EmailWaitsUntil.ShouldBe(portal.Clock.GetUtcNow() + TimeSpan.FromHours(24));
        (await changes.EmailAsync(administrator, person, "another@new.example")).ShouldBe(ChangeOutcome.TooSoon);
    }

    [Fact]
    public async Task One_that_comes_at_the_moment_of_another_is_too_soon()
    {
        var administrator = await changes.Invited.AdministratorAsync();
        var person = await changes.People.NewAsync();
        await using var connection = await portal.Database.OpenAsync(DatabaseRole.App);
        await using var other = await connection.BeginTransactionAsync();
        await Attack.RunAsync(
            connection, "INSERT INTO identity.email_changes (account_id, requested_by, requested_at, token_hash, expires_at, seal) VALUES ($1, $1, $2, $3, $2, $3)",
            person.Id.Value, portal.Clock.GetUtcNow(), Guid.NewGuid().ToByteArray());
        var asking = changes.EmailAsync(administrator, person, $"{Guid.NewGuid():N}@new.example");
        await portal.Database.UntilSomebodyWaitsAsync(asking);
        await other.CommitAsync();
        (await asking).ShouldBe(ChangeOutcome.TooSoon);
        (await changes.LinkAsync(person)).ShouldBeNull();
    }

    [Fact]
    public async Task A_taken_address_the_own_account_and_a_patients_are_refused()
    {
        var administrator = await changes.Invited.AdministratorAsync();
        var (person, other) = (await changes.People.NewAsync(), await changes.People.NewAsync());
        (await changes.EmailAsync(administrator, person, other.Email.ToUpperInvariant())).ShouldBe(ChangeOutcome.AddressTaken);
        (await portal.Get<ChangeEmail>().ForAsync(administrator, administrator.Account!.Value, "x@new.example", default)).ShouldBe(ChangeOutcome.Own);
        (await changes.EmailAsync(administrator, await changes.People.NewAsync(Role.Patient), "x@new.example")).ShouldBe(ChangeOutcome.IsPatients);
        (await changes.LinkAsync(person)).ShouldBeNull();
    }

    [Fact]
    public async Task It_wants_an_address_an_administrator_and_a_fresh_factor()
    {
        var administrator = await changes.Invited.AdministratorAsync();
        var person = await changes.People.NewAsync();
        await Should.ThrowAsync<ValidationException>(() => changes.EmailAsync(administrator, person, "no address"));
        var nobody = Actor.Person(AccountId.New(), Role.FrontDesk, SessionId.New(), People.Nobody.Origin);
        await Should.ThrowAsync<UnauthorizedAccessException>(() => changes.EmailAsync(nobody, person, "x@new.example"));
        portal.Clock.Advance(TimeSpan.FromMinutes(5));
        await Should.ThrowAsync<StepUpRequiredException>(() => changes.EmailAsync(administrator, person, "x@new.example"));
    }
}
