using Portal.Data.Postgres.Embedded;
using Portal.Features.Identity;
using Portal.Features.Identity.Changes;
using Portal.Features.Identity.OwnAccount;
using Portal.Kernel.Access;
using Portal.Kernel.Notices;
using Portal.Tests.Data;

namespace Portal.Tests.Features.Identity;

[Trait("Norm", "ASVS 6.3.7")]
public sealed class ConfirmEmailTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Changes changes = new(portal);

    [Fact]
    public async Task The_link_works_once_the_sessions_end_and_both_addresses_are_told()
    {
        var (person, email) = await AskedAsync();
        var token = await changes.People.SignInAsync(person);
        var link = await changes.LinkAsync(person);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => changes.ConfirmAsync(link)));

        answers.Count(done => done).ShouldBe(1);
        (await portal.Get<FindSession>().ByTokenAsync(People.Nobody, token, default)).ShouldBeNull();
        (await portal.Get<SignIn>().WithPasswordAsync(People.Nobody, person.Email, People.Password, default)).ShouldBeNull();
        (await portal.Get<SignIn>().WithPasswordAsync(People.Nobody, email, People.Password, default)).ShouldNotBeNull();
        (await changes.ToldAsync(person, NoticeKind.EmailChanged)).ShouldBe(new[] { person.Email, email }.Order());
        (await changes.ReasonsAsync(person)).ShouldContain("email-changed");
    }

    [Fact]
    public async Task An_old_a_replaced_a_wrong_and_no_link_are_refused_alike()
    {
        var (person, _) = await AskedAsync();
        var (link, before) = (await changes.LinkAsync(person), await RefusalsAsync());
        portal.Clock.Advance(TimeSpan.FromMinutes(1));
        await changes.EmailAsync(await changes.Invited.AdministratorAsync(), person, $"{Guid.NewGuid():N}@new.example");
        (await changes.ConfirmAsync(link)).ShouldBeFalse();
        (await changes.ConfirmAsync(new string('a', 43))).ShouldBeFalse();
        (await changes.ConfirmAsync(null)).ShouldBeFalse();
        var second = await changes.LinkAsync(person);
        portal.Clock.Advance(TimeSpan.FromHours(24));
        (await changes.ConfirmAsync(second)).ShouldBeFalse();
        (await RefusalsAsync()).ShouldBe(before + 4);
    }

    [Fact]
    public async Task Of_two_accounts_that_wait_for_one_address_the_first_gets_it()
    {
        var (first, email) = await AskedAsync();
        var (second, _) = await AskedAsync(email);
        (await changes.ConfirmAsync(await changes.LinkAsync(first))).ShouldBeTrue();
        (await changes.ConfirmAsync(await changes.LinkAsync(second))).ShouldBeFalse();
        (await changes.People.SignInAsync(second)).ShouldNotBeNull();
    }

    [Fact]
    public async Task What_waits_for_a_disabled_account_changes_nothing()
    {
        var (person, _) = await AskedAsync();
        await changes.DisableAsync(await changes.Invited.AdministratorAsync(), person);
        (await changes.ConfirmAsync(await changes.LinkAsync(person))).ShouldBeFalse();
    }

    [Fact]
    public async Task A_link_that_is_used_while_its_account_is_changed_waits_for_that_and_opens_nothing()
    {
        var (person, _) = await AskedAsync();
        await using var connection = await portal.Database.OpenAsync(DatabaseRole.App);
        await using var change = await connection.BeginTransactionAsync();
        await Attack.RunAsync(connection, "UPDATE identity.accounts SET security_stamp = 'changed' WHERE id = $1", person.Id.Value);
        var confirming = changes.ConfirmAsync(await changes.LinkAsync(person));
        await portal.Database.UntilSomebodyWaitsAsync(confirming);
        await Attack.RunAsync(connection, "DELETE FROM identity.email_changes WHERE account_id = $1", person.Id.Value);
        await change.CommitAsync();
        (await confirming).ShouldBeFalse();
    }

    [Fact]
    public async Task What_an_administrator_asked_for_who_is_none_any_more_changes_nothing()
    {
        var (email, person) = ($"{Guid.NewGuid():N}@new.example", await changes.People.NewAsync(Role.Nurse));
        var asker = await changes.Invited.AdministratorAsync();
        await changes.EmailAsync(asker, person, email);
        await changes.People.DisableAsync(asker.Account!.Value);
        var link = await changes.LinkAsync(person);
        var before = await RefusalsAsync();
        (await changes.ConfirmAsync(link)).ShouldBeFalse();
        (await RefusalsAsync()).ShouldBe(before + 1);
        (await changes.People.SignInAsync(person)).ShouldNotBeNull();
        await portal.Database.RunAsync(DatabaseRole.App, "UPDATE identity.accounts SET disabled_at = NULL WHERE id = $1", asker.Account.Value.Value);
        (await changes.ConfirmAsync(link)).ShouldBeTrue("the link itself was good");
    }

    [Fact]
    public async Task A_change_of_ones_own_wants_no_administrator()
    {
        var own = await new OwnPeople(portal).TwiceAsync();
        await portal.Get<ChangeOwnEmail>().ForAsync(own.Actor, $"{Guid.NewGuid():N}@new.example", default);
        (await changes.ConfirmAsync(await changes.LinkAsync(own.Person))).ShouldBeTrue();
    }

    [Fact]
    public async Task A_new_password_ends_an_address_that_waits()
    {
        var own = await new OwnPeople(portal).TwiceAsync();
        await portal.Get<ChangeOwnEmail>().ForAsync(own.Actor, $"{Guid.NewGuid():N}@new.example", default);
        await portal.Get<ChangePassword>().ForAsync(own.Actor, People.Password, "seven green kettles sing", default);
        (await changes.ConfirmAsync(await changes.LinkAsync(own.Person))).ShouldBeFalse();
    }

    [Theory]
    [InlineData("account_id = $2")]
    [InlineData("expires_at = expires_at + interval '1 day'")]
    [InlineData("seal = ''")]
    [InlineData("protected_email = (SELECT protected_email FROM identity.accounts WHERE id = $2)")]
    [Trait("Norm", "164.312(c)")]
    public async Task A_row_that_was_changed_past_the_portal_changes_no_address(string change)
    {
        var (person, _) = await AskedAsync();
        var other = await changes.People.NewAsync(Role.Administrator);
        object[] values = change.Contains("$2") ? [person.Id.Value, other.Id.Value] : [person.Id.Value];
        await portal.Database.RunAsync(DatabaseRole.App, $"UPDATE identity.email_changes SET {change} WHERE account_id = $1", values);
        (await changes.ConfirmAsync(await changes.LinkAsync(person))).ShouldBeFalse();
        (await changes.People.SignInAsync(other)).ShouldNotBeNull();
    }

    private async Task<int> RefusalsAsync() => (await changes.People.EntriesAsync(e => e.Reason == "email-link-refused")).Count;

    private async Task<(Person Person, string Email)> AskedAsync(string? email = null)
    {
        email ??= $"{Guid.NewGuid():N}@new.example";
        var person = await changes.People.NewAsync(Role.Nurse);
        await changes.EmailAsync(await changes.Invited.AdministratorAsync(), person, email);
        return (person, email);
    }
}
