using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Identity.Changes;
using Portal.Features.Identity.OwnAccount.Typing;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data;

namespace Portal.Tests.Features.Identity;

public sealed class KeepTypedTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private static readonly TypingPlace Invitation = new(FormKind.Invitation);

    private readonly People people = new(portal);

    [Fact]
    public async Task What_was_typed_is_there_for_the_same_person_in_a_new_session_and_for_nobody_else()
    {
        var (person, me) = await SignedInAsync();
        var (_, other) = await SignedInAsync();
        (await KeepAsync(me, Invitation, "Zoë")).ShouldBeTrue();
        (await KeepAsync(me, Invitation, "Zoë Müller")).ShouldBeTrue();
        (await KeepAsync(me, new TypingPlace(FormKind.PersonEmail, Guid.NewGuid()), "of another form")).ShouldBeTrue();

        portal.Clock.Advance(TimeSpan.FromSeconds(30));
        var again = await people.ActorAsync(await people.SignInAsync(person));
        (await FindAsync(again, Invitation))!.Fields["name"].ShouldBe("Zoë Müller");
        (await FindAsync(other, Invitation)).ShouldBeNull();
        (await people.EntriesAsync(e => e.Account == person.Id && e.Resource == AuditResource.Draft)).Select(e => e.Action)
            .ShouldBe([AuditAction.Update, AuditAction.Update, AuditAction.Update, AuditAction.Read], ignoreOrder: true);
        var stored = (string)(await portal.Database.RunAsync(DatabaseRole.Superuser, "SELECT string_agg(encode(protected_fields, 'escape'), ' ') FROM identity.typed_forms"))!;
        stored.ShouldNotContain("ller");
    }

    [Fact]
    public async Task Sent_or_emptied_it_is_gone()
    {
        var (_, me) = await SignedInAsync();
        await KeepAsync(me, Invitation, "Zoë");
        (await KeepAsync(me, Invitation, " ")).ShouldBeTrue();
        (await FindAsync(me, Invitation)).ShouldBeNull();
        (await KeepAsync(me, Invitation, "")).ShouldBeTrue("nothing to delete is no failure");
    }

    [Fact]
    [Trait("Norm", "GDPR Art. 5(1)(e)")]
    public async Task After_a_day_it_is_not_offered_and_soon_deleted_once()
    {
        var (person, me) = await SignedInAsync();
        await KeepAsync(me, Invitation, "Zoë");
        portal.Clock.Advance(FindTyped.Lifetime);
        var again = await people.ActorAsync(await people.SignInAsync(person));
        (await FindAsync(again, Invitation)).ShouldBeNull();

        (await Task.WhenAll(JobAsync(), JobAsync(), JobAsync())).Sum().ShouldBeGreaterThanOrEqualTo(1);

        await using var db = portal.Open();
        (await db.Set<TypedForm>().CountAsync(f => f.AccountId == person.Id.Value)).ShouldBe(0);
        (await people.EntriesAsync(e => e.ResourceId == person.Id.Value && e.Reason == "typed-expired")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Two_windows_at_once_lose_nothing_but_the_slower_turn()
    {
        var (_, me) = await SignedInAsync();
        (await Task.WhenAll(Enumerable.Range(0, 8).Select(number => KeepAsync(me, Invitation, $"window {number}")))).ShouldContain(true);
        (await FindAsync(me, Invitation))!.Fields["name"].ShouldStartWith("window");
    }

    [Fact]
    public async Task What_is_too_long_or_no_form_is_refused_and_nobody_keeps_nothing()
    {
        var (_, me) = await SignedInAsync();
        await Should.ThrowAsync<ValidationException>(() => KeepAsync(me, Invitation, new string('x', 40_001)));
        await Should.ThrowAsync<ValidationException>(() => KeepAsync(me, default, "Zoë"));
        await Should.ThrowAsync<ValidationException>(() => FindAsync(me, default));
        await Should.ThrowAsync<UnauthorizedAccessException>(() => KeepAsync(People.Nobody, Invitation, "Zoë"));
        await Should.ThrowAsync<UnauthorizedAccessException>(() => FindAsync(People.Nobody, Invitation));
    }

    private async Task<(Person Person, Actor Actor)> SignedInAsync()
    {
        var person = await people.NewAsync(Role.Administrator);
        return (person, await people.ActorAsync(await people.SignInAsync(person)));
    }

    private Task<bool> KeepAsync(Actor actor, TypingPlace place, string name) =>
        portal.Get<KeepTyped>().ForAsync(actor, place, new Dictionary<string, string> { ["name"] = name }, default);

    private Task<TypedText?> FindAsync(Actor actor, TypingPlace place) => portal.Get<FindTyped>().ForAsync(actor, place, default);

    private Task<int> JobAsync() => portal.Get<UnusedLinksJob>().ForgetAsync(default);
}
