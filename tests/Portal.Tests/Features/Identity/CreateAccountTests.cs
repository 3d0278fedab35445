using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Identity;
using Portal.Features.Identity.Accounts;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity;

public sealed class CreateAccountTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly People people = new(portal);

    private Task<AccountId?> CreateAsync(Actor actor, NewAccount account) => portal.Get<CreateAccount>().ForAsync(actor, account, default);

    [Fact]
    public async Task An_account_is_found_again_by_Identitys_own_user_manager()
    {
        var person = await people.NewAsync();
        await using var db = portal.Open();
        using var users = portal.Get<AccountUsers>().Over(db);
        var account = (await users.FindByEmailAsync($" {person.Email.ToUpperInvariant()} "))!;
        account.Id.ShouldBe(person.Id.Value);
        (await users.FindByNameAsync(person.Email))!.Id.ShouldBe(account.Id);
        (await users.GetEmailAsync(account)).ShouldBe(person.Email);
        (await users.CheckPasswordAsync(account, People.Password)).ShouldBeTrue();
        (await users.CheckPasswordAsync(account, People.Password + "x")).ShouldBeFalse();
        (await users.UpdateAsync(account)).Succeeded.ShouldBeTrue();
        users.SupportsUserPasskey.ShouldBeTrue();
    }

    [Fact]
    public async Task Identitys_plain_text_places_are_closed()
    {
        var person = await people.NewAsync();
        await using var db = portal.Open();
        using var users = portal.Get<AccountUsers>().Over(db);
        var account = (await users.FindByEmailAsync(person.Email))!;
        await Should.ThrowAsync<NotSupportedException>(() => users.ResetAuthenticatorKeyAsync(account));
        await Should.ThrowAsync<NotSupportedException>(() => users.GenerateNewTwoFactorRecoveryCodesAsync(account, 10));
        await Should.ThrowAsync<NotSupportedException>(() => users.SetAuthenticationTokenAsync(account, "provider", "name", "value"));
    }

    [Fact]
    [Trait("Norm", "164.312(a)(2)(iv)")]
    public async Task The_row_holds_neither_address_nor_name_nor_secret_in_the_open()
    {
        var person = await people.NewAsync();
        await using var connection = await portal.Database.OpenAsync(DatabaseRole.Owner);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT a::text || encode(protected_email, 'escape') || encode(protected_name, 'escape') FROM identity.accounts a WHERE id = $1";
        command.Parameters.Add(new Npgsql.NpgsqlParameter { Value = person.Id.Value });
        var row = (string)(await command.ExecuteScalarAsync())!;
        row.ShouldNotContain(person.Email);
        row.ShouldNotContain("Test Person");
        row.ShouldNotContain(Convert.ToHexStringLower(person.Secret));
    }

    [Fact]
    public async Task A_password_is_hashed_with_PBKDF2_SHA512_at_210000_iterations()
    {
        var person = await people.NewAsync();
        await using var db = portal.Open();
        using var users = portal.Get<AccountUsers>().Over(db);
        var hash = Convert.FromBase64String((await users.FindByEmailAsync(person.Email))!.PasswordHash!);
        hash[0].ShouldBe((byte)1);
        System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(1)).ShouldBe(2); // KeyDerivationPrf.HMACSHA512
        System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(5)).ShouldBe(210_000);
    }

    [Fact]
    public async Task An_address_has_one_account()
    {
        var person = await people.NewAsync();
        (await CreateAsync(People.Job, new NewAccount(person.Email.ToUpperInvariant(), "Another", People.Password, Role.Patient))).ShouldBeNull();
    }

    [Theory]
    [InlineData("no address", "Name", "long enough", Role.Patient)]
    [InlineData("a@people.example", "", "long enough", Role.Patient)]
    [InlineData("a@people.example", "Name", "2short", Role.Patient)]
    [InlineData("a@people.example", "Name", "long enough", Role.System)]
    public async Task What_is_not_usable_is_refused(string email, string name, string password, Role role) =>
        await Should.ThrowAsync<ValidationException>(() => CreateAsync(People.Job, new NewAccount(email, name, password, role)));

    [Fact]
    public async Task An_empty_id_is_refused()
    {
        var account = new NewAccount("empty@people.example", "Name", "long enough", Role.Patient);
        await Should.ThrowAsync<ValidationException>(() => CreateAsync(People.Job, account with { Id = default }));
        await Should.ThrowAsync<ValidationException>(() => CreateAsync(People.Job, account with { Patient = default(Portal.Kernel.PatientId) }));
    }

    [Theory]
    [InlineData(Role.Patient)]
    [InlineData(Role.Clinician)]
    [InlineData(Role.BillingClerk)]
    [InlineData(Role.Administrator)]
    public async Task A_person_may_not_make_accounts_and_the_try_is_audited(Role role)
    {
        var actor = Actor.Person(AccountId.New(), role, SessionId.New(), People.Nobody.Origin);
        await Should.ThrowAsync<UnauthorizedAccessException>(() => CreateAsync(actor, new NewAccount("b@people.example", "Name", People.Password, role)));
        (await people.EntriesAsync(e => e.Account == actor.Account)).ShouldHaveSingleItem().Outcome.ShouldBe(AuditOutcome.Denied);
    }
}
