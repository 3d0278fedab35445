using Portal.Data;
using Portal.Data.Notices;
using Portal.Kernel.Access;
using Portal.Kernel.Notices;
using Portal.Tests.Features.Identity;

namespace Portal.Tests.Features.Notices;

/// <summary>What tests of a person's notices share.</summary>
public abstract class NoticeTests(PortalFixture portal)
{
    private protected People People { get; } = new(portal);

    /// <summary>A person who is signed in and was told so many things, the last one last.</summary>
    private protected async Task<(Person Person, Actor Actor)> ToldAsync(int notices, Role role = Role.Nurse)
    {
        var person = await People.NewAsync(role);
        var actor = await People.ActorAsync(await People.SignInAsync(person));
        await TellAsync(person, notices);
        return (person, actor);
    }

    private protected async Task TellAsync(Person person, int notices)
    {
        for (var i = 0; i < notices; i++)
        {
            await using var db = portal.Get<PortalDatabase>().Open();
            await using var transaction = await db.Database.BeginTransactionAsync();
            await portal.Get<NoticeBook>().AddAsync(db, person.Id.Value, NoticeKind.AppChanged, new NoticeAlso([], $"{i}"), default);
            await transaction.CommitAsync();
            portal.Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
