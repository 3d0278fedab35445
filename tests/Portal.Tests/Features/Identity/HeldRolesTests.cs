using Microsoft.EntityFrameworkCore;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Identity;
using Portal.Features.Identity.Accounts;
using Portal.Kernel.Access;
using Portal.Tests.Data;

namespace Portal.Tests.Features.Identity;

/// <summary>A role that somebody writes into the database past the portal is none.</summary>
[Trait("Norm", "164.312(c)")]
public sealed class HeldRolesTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private const string Give = "INSERT INTO identity.account_roles (user_id, role_id, seal) VALUES ($1, $2, $3)";

    private readonly People people = new(portal);

    [Theory]
    [InlineData("none")]
    [InlineData("made up")]
    [InlineData("of another's row")]
    public async Task A_role_given_by_SQL_counts_for_nothing_and_the_true_one_stays(string seal)
    {
        var (person, admin) = (await people.NewAsync(Role.BillingClerk), await people.NewAsync(Role.Administrator));
        await portal.Database.RunAsync(DatabaseRole.App, Give, person.Id.Value, AccountRoles.IdOf(Role.Administrator), await SealAsync(seal, admin) ?? (object)DBNull.Value);

        (await RolesAsync(person)).ShouldBe([Role.BillingClerk]);
        (await portal.Database.RunAsync(DatabaseRole.App, "SELECT count(*) FROM identity.account_roles WHERE user_id = $1", person.Id.Value)).ShouldBe(2L);
    }

    [Fact]
    public async Task A_role_turned_into_another_by_SQL_is_none_and_opens_nothing()
    {
        var person = await people.NewAsync(Role.BillingClerk);
        var token = await people.SignInAsync(person);
        await portal.Database.RunAsync(
            DatabaseRole.App, "UPDATE identity.account_roles SET role_id = $2 WHERE user_id = $1", person.Id.Value, AccountRoles.IdOf(Role.Administrator));

        (await RolesAsync(person)).ShouldBeEmpty();
        (await portal.Get<FindSession>().ByTokenAsync(People.Nobody, token, default)).ShouldBeNull();
        (await portal.Get<SignIn>().WithPasswordAsync(People.Nobody, person.Email, People.Password, default)).ShouldBeNull();
        (await people.RefusalsAsync(person)).ShouldBe(["no-role"]);
    }

    [Fact]
    public async Task A_row_of_the_first_version_is_sealed_when_the_log_names_the_role_and_not_otherwise()
    {
        var (person, other) = (await people.NewAsync(Role.Clinician), await people.NewAsync(Role.BillingClerk));
        await portal.Database.RunAsync(DatabaseRole.App, "UPDATE identity.account_roles SET seal = NULL");
        await portal.Database.RunAsync(DatabaseRole.App, "UPDATE identity.account_roles SET role_id = $2 WHERE user_id = $1", other.Id.Value, AccountRoles.IdOf(Role.Administrator));
        portal.Clock.Advance(TimeSpan.FromDays(40));

        (await RolesAsync(person)).ShouldBe([Role.Clinician]);
        (await RolesAsync(other)).ShouldBeEmpty();

        await using var db = portal.Open();
        (await db.Set<AccountRole>().SingleAsync(r => r.UserId == person.Id.Value)).Seal.ShouldNotBeNull();
        (await db.Set<AccountRole>().SingleAsync(r => r.UserId == other.Id.Value)).Seal.ShouldBeNull();
    }

    private async Task<IReadOnlyList<Role>> RolesAsync(Person person)
    {
        await using var db = portal.Open();
        return await portal.Get<HeldRoles>().OfAsync(db, person.Id.Value, default);
    }

    private async Task<byte[]?> SealAsync(string kind, Person admin) => kind switch
    {
        "none" => null,
        "made up" => new byte[16],
        _ => (byte[])(await portal.Database.RunAsync(DatabaseRole.App, "SELECT seal FROM identity.account_roles WHERE user_id = $1", admin.Id.Value))!,
    };
}
