using FluentValidation;
using Portal.Features.Identity;
using Portal.Features.Patients.Care;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.Patients.Care;

public sealed class FindColleaguesTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly CareScene scene = new(portal);

    [Fact]
    public async Task Clinicians_and_nurses_in_use_are_found_and_nobody_else()
    {
        var nurse = await NewAsync("Adaeze Okafor", Role.Nurse);
        await NewAsync("Adaeze Okafor", Role.BillingClerk);
        var left = await NewAsync("Adaeze Okafor", Role.Clinician);
        await scene.People.DisableAsync(left);

        var found = await portal.Get<FindColleagues>().ForAsync(People.Clinician(), "oka ada", default);

        found.ShouldHaveSingleItem().ShouldBe(new Colleague(nurse, "Adaeze Okafor"));
        (await portal.Get<FindColleagues>().ForAsync(People.In(Role.FrontDesk), "okafor", default)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(Role.BillingClerk)]
    [InlineData(Role.Patient)]
    [InlineData(Role.Nurse)]
    public async Task Who_neither_refers_nor_assigns_finds_nobody(Role role) =>
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<FindColleagues>().ForAsync(People.In(role), "okafor", default));

    [Theory]
    [InlineData("")]
    [InlineData(" ,")]
    public async Task Something_must_be_typed(string text) =>
        await Should.ThrowAsync<ValidationException>(() => portal.Get<FindColleagues>().ForAsync(People.Clinician(), text, default));

    private async Task<Portal.Kernel.AccountId> NewAsync(string name, Role role) =>
        (await portal.Get<CreateAccount>().ForAsync(Actor.System("test"), new NewAccount($"{Guid.NewGuid():N}@people.example", name, "correct horse battery", role), default))!.Value;
}
