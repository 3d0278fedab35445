namespace Portal.Data.Notices;

/// <summary>Knows where a person is reached by mail. The feature that holds the accounts answers; the outbox knows no account.</summary>
internal interface IAddressBook
{
    /// <summary>Every address known of an account; none where it has none, or none that can be read.</summary>
    Task<IReadOnlyList<string>> OfAsync(PortalDbContext db, Guid account, CancellationToken cancel);
}
