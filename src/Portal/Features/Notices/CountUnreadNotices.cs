using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Notices;
using Portal.Kernel.Access;

namespace Portal.Features.Notices;

/// <summary>How many notices a person has not read, for the bell on every page. No entry: it says nothing but a number about the one who asks, at each page.</summary>
[OpenToAll("a number about whoever asks, for the bell; nobody and jobs get none")]
public sealed class CountUnreadNotices
{
    /// <summary>More are not counted: the bell says "99+" then.</summary>
    public const int Most = 100;

    private readonly PortalDatabase database;

    internal CountUnreadNotices(PortalDatabase database) => this.database = database;

    /// <summary>The number, <see cref="Most"/> at most.</summary>
    public async Task<int> ForAsync(Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.Account is not { Value: var account })
        {
            return 0;
        }

        await using var db = database.Open();
        return await db.Set<Notice>().Where(n => n.AccountId == account && n.ReadAt == null).Take(Most).CountAsync(cancel);
    }
}
