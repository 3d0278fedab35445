using Portal.Features.Identity.Changes;
using Portal.Kernel.Access;
using Portal.Kernel.Notices;

namespace Portal.Tests.Features.Identity;

[Trait("Norm", "164.308(a)(4)")]
public sealed class EnableAccountTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Changes changes = new(portal);

    [Fact]
    public async Task What_was_disabled_is_enabled_again_once_and_the_person_signs_in_and_is_told()
    {
        var administrator = await changes.Invited.AdministratorAsync();
        var person = await changes.People.NewAsync();
        await changes.DisableAsync(administrator, person);

        (await changes.EnableAsync(administrator, person)).ShouldBe(ChangeOutcome.Done);
        (await changes.EnableAsync(administrator, person)).ShouldBe(ChangeOutcome.Gone);

        (await changes.People.SignInAsync(person)).ShouldNotBeNull();
        (await changes.ReasonsAsync(person)).ShouldContain("enabled");
        (await changes.ToldAsync(person, NoticeKind.AccountEnabled)).ShouldBe([person.Email]);
    }

    [Fact]
    public async Task It_wants_a_fresh_factor()
    {
        var administrator = await changes.Invited.AdministratorAsync();
        var person = await changes.People.NewAsync();
        await changes.DisableAsync(administrator, person);
        portal.Clock.Advance(TimeSpan.FromMinutes(5));
        await Should.ThrowAsync<StepUpRequiredException>(() => changes.EnableAsync(administrator, person));
    }
}
