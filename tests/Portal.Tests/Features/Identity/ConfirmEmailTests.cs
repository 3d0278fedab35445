using Portal.Features.Identity;
using Portal.Kernel.Access;
using Portal.Kernel.Notices;

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
        var link = await changes.LinkAsync(person);
        portal.Clock.Advance(TimeSpan.FromMinutes(1));
        await changes.EmailAsync(await changes.Invited.AdministratorAsync(), person, $"{Guid.NewGuid():N}@new.example");
        (await changes.ConfirmAsync(link)).ShouldBeFalse();
        (await changes.ConfirmAsync(new string('a', 43))).ShouldBeFalse();
        (await changes.ConfirmAsync(null)).ShouldBeFalse();
        var second = await changes.LinkAsync(person);
        portal.Clock.Advance(TimeSpan.FromHours(24));
        (await changes.ConfirmAsync(second)).ShouldBeFalse();
        (await changes.People.EntriesAsync(e => e.Reason == "email-link-refused")).Count.ShouldBeGreaterThanOrEqualTo(4);
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

    private async Task<(Person Person, string Email)> AskedAsync(string? email = null)
    {
        email ??= $"{Guid.NewGuid():N}@new.example";
        var person = await changes.People.NewAsync(Role.Nurse);
        await changes.EmailAsync(await changes.Invited.AdministratorAsync(), person, email);
        return (person, email);
    }
}
