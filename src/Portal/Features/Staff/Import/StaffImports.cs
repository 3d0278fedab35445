using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Staff.Entries;
using Portal.Kernel.Access;
using Portal.Kernel.Crypto;

namespace Portal.Features.Staff.Import;

/// <summary>Keeps files that wait, and makes plans of them.</summary>
internal sealed class StaffImports(KeyRing keys, StaffBook book, TimeProvider clock)
{
    public StaffImport New(Guid account, byte[] content) => new()
    {
        Id = Guid.NewGuid(), AccountId = account, SentAt = clock.GetUtcNow(), Content = new Protected<byte[]>(content, keys.Of(KeyUse.Accounts)),
    };

    /// <summary>The actor's own file that waits; <c>null</c> where there is none any more.</summary>
    public async Task<StaffFile?> FindAsync(PortalDbContext db, Actor actor, Guid import, CancellationToken cancel)
    {
        var (account, since) = (actor.Account?.Value, clock.GetUtcNow() - StaffImport.Lifetime);
        var row = await db.Set<StaffImport>().AsNoTracking().SingleOrDefaultAsync(i => i.Id == import && i.AccountId == account && i.SentAt > since, cancel);
        return row?.Content?.Open(keys.Of(KeyUse.Accounts)).ValueOrDefault is { } content ? StaffFile.Read(content) : null;
    }

    /// <summary>What a file would do now.</summary>
    public async Task<StaffPlan> PlanAsync(PortalDbContext db, StaffFile file, CancellationToken cancel) =>
        StaffPlan.Make(book, await db.Set<StaffEntry>().ToListAsync(cancel), file.Lines);

    /// <summary>Forgets files that nobody decided about; how many.</summary>
    public Task<int> ForgetAsync(PortalDbContext db, CancellationToken cancel)
    {
        var since = clock.GetUtcNow() - StaffImport.Lifetime;
        return db.Set<StaffImport>().Where(i => i.SentAt <= since).ExecuteDeleteAsync(cancel);
    }
}
