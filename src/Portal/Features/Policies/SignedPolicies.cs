using Portal.Data;
using Portal.Features.Identity.Accounts;

namespace Portal.Features.Policies;

/// <summary>Signed versions as people see them, with the name of who signed.</summary>
internal sealed class SignedPolicies(PolicyBook book, AccountNames names)
{
    public async Task<IReadOnlyList<SignedPolicy>> OfAsync(PortalDbContext db, IReadOnlyCollection<PolicyVersion> versions, CancellationToken cancel)
    {
        var known = await names.OfStaffAsync(db, [.. versions.Select(version => version.SignedBy).Distinct()], cancel);
        return
        [
            .. versions.Select(version => new SignedPolicy(
                version.Id, version.Number, version.SignedAt, version.SignedBy, known.GetValueOrDefault(version.SignedBy), Convert.ToHexStringLower(version.Digest), !book.IsSound(version))),
        ];
    }
}
