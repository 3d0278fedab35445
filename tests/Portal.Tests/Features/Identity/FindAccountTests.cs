using Portal.Features.Identity;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.Identity;

public sealed class FindAccountTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task A_job_finds_an_account_by_its_address()
    {
        var person = await new People(portal).NewAsync();
        (await portal.Get<FindAccount>().ByEmailAsync(People.Job, person.Email.ToUpperInvariant(), default)).ShouldBe(person.Id);
        (await portal.Get<FindAccount>().ByEmailAsync(People.Job, "nobody@people.example", default)).ShouldBeNull();
    }

    [Theory]
    [InlineData(Role.Patient)]
    [InlineData(Role.Clinician)]
    [InlineData(Role.BillingClerk)]
    public async Task A_person_does_not(Role role) =>
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<FindAccount>().ByEmailAsync(
            Actor.Person(AccountId.New(), role, SessionId.New(), Origin.Local), "nobody@people.example", default));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(null)]
    public async Task What_is_no_address_is_refused(string? email) =>
        await Should.ThrowAsync<FluentValidation.ValidationException>(() => portal.Get<FindAccount>().ByEmailAsync(People.Job, email!, default));
}
