using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;

namespace Portal.Features.Policies;

/// <summary>The next version of a policy as somebody who writes it sees it: the draft, or what one begins with.</summary>
internal sealed class PolicyDrafts(PolicyBook book, AccountNames names)
{
    public async Task<DraftView> ViewAsync(PortalDbContext db, PolicyKind kind, CancellationToken cancel)
    {
        var draft = await db.Set<PolicyDraft>().AsNoTracking().SingleOrDefaultAsync(one => one.Kind == kind, cancel);
        var last = (await PolicyBook.VersionsAsync(db, kind, cancel)).FirstOrDefault();
        var written = (draft is null ? null : book.WrittenIn(draft)) ?? (last is null ? null : book.WrittenIn(last)) ?? PolicyText.Beginning(kind);
        var whole = book.Whole(kind, written);
        var maker = draft is null ? null : (await names.OfStaffAsync(db, [draft.MadeBy], cancel)).GetValueOrDefault(draft.MadeBy);
        return new DraftView(
            kind, written, book.PermissionsIn(kind), Convert.ToHexStringLower(PolicyBook.DigestOf(whole)), draft?.Version ?? 0, draft?.MadeAt, maker, (last?.Number ?? 0) + 1);
    }
}
