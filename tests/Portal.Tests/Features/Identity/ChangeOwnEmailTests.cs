using Portal.Features.Identity.Changes;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.Identity;

[Trait("Norm", "ASVS 6.3.8")]
public sealed class ChangeOwnEmailTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Changes changes = new(portal);

    [Fact]
    public async Task A_taken_address_is_answered_like_a_free_one_and_nothing_goes_there()
    {
        var (person, other) = (await changes.People.NewAsync(Role.Patient), await changes.People.NewAsync());
        var actor = await changes.People.ActorAsync(await changes.People.SignInAsync(person));

        (await OwnAsync(actor, other.Email)).ShouldBe(ChangeOutcome.Sent);
        (await changes.LinkAsync(person)).ShouldBeNull();
        (await OwnAsync(actor, $"{Guid.NewGuid():N}@new.example")).ShouldBe(ChangeOutcome.TooSoon);

        portal.Clock.Advance(TimeSpan.FromMinutes(1));
        (await OwnAsync(actor, $"{Guid.NewGuid():N}@new.example")).ShouldBe(ChangeOutcome.Sent);
        (await changes.LinkAsync(person)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Of_several_at_once_one_is_sent()
    {
        var person = await changes.People.NewAsync(Role.Patient);
        var actor = await changes.People.ActorAsync(await changes.People.SignInAsync(person));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OwnAsync(actor, $"{Guid.NewGuid():N}@new.example")));
        outcomes.Order().ShouldBe([ChangeOutcome.Sent, ChangeOutcome.TooSoon, ChangeOutcome.TooSoon, ChangeOutcome.TooSoon]);
    }

    [Fact]
    public async Task The_address_that_the_account_has_is_told_to_be_its_own()
    {
        var person = await changes.People.NewAsync(Role.Patient);
        var actor = await changes.People.ActorAsync(await changes.People.SignInAsync(person));
        (await OwnAsync(actor, $" {person.Email.ToUpperInvariant()}")).ShouldBe(ChangeOutcome.OwnAddress);
        (await OwnAsync(actor, $"{Guid.NewGuid():N}@new.example")).ShouldBe(ChangeOutcome.Sent, "nothing waits");
        (await changes.People.EntriesAsync(person)).ShouldContain(e => e.Reason == "own-address");
    }

    [Fact]
    public async Task It_wants_a_fresh_factor()
    {
        var actor = await changes.People.ActorAsync(await changes.People.SignInAsync(await changes.People.NewAsync()));
        portal.Clock.Advance(TimeSpan.FromMinutes(5));
        await Should.ThrowAsync<StepUpRequiredException>(() => OwnAsync(actor, "x@new.example"));
    }

    private Task<ChangeOutcome> OwnAsync(Actor actor, string email) => portal.Get<ChangeOwnEmail>().ForAsync(actor, email, default);
}
