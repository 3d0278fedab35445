using Portal.Data;

namespace Portal.Features.Identity.Changes;

/// <summary>Says which accounts belong to one person. The staff directory knows it; accounts know nothing of the directory.</summary>
internal interface IPersonsAccounts
{
    /// <summary>The other accounts of the person whose account it is.</summary>
    Task<IReadOnlyList<Guid>> BesideAsync(PortalDbContext db, Guid account, CancellationToken cancel);
}
