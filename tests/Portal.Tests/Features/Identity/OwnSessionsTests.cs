using System.Net;
using Portal.Features.Identity;
using Portal.Features.Identity.OwnAccount;
using Portal.Features.Identity.Sessions;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity;

public abstract class OwnSessionsTests(PortalFixture portal)
{
    private protected readonly People people = new(portal);

    private protected async Task<Actor> SignedInAsync(Person person)
    {
        // A code works once: the next one comes half a minute later.
        portal.Clock.Advance(TimeSpan.FromSeconds(30));
        return await people.ActorAsync(await people.SignInAsync(person));
    }

    private protected async Task<bool> LivesAsync(Actor actor) => await portal.Get<FindSession>().OfAsync(actor, default) is not null;

    private protected Task<IReadOnlyList<AuditEntry>> EndsAsync(Actor actor) =>
        people.EntriesAsync(e => e.ResourceId == actor.Session!.Value.Value && e.Action == AuditAction.SignOut);
}
