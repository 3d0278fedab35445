namespace Portal.Data.Notices;

/// <summary>Knows where a person is reached by mail. The feature that holds the accounts answers; the outbox knows no account.</summary>
internal interface IAddressBook
{
    /// <summary>The addresses of an account; none where it has none, or none that can be read.</summary>
    /// <param name="db">The context of the change that is told.</param>
    /// <param name="account">Whose.</param>
    /// <param name="everyone">Also those that the patient's record is known to have.</param>
    /// <param name="cancel">Gives up.</param>
    Task<IReadOnlyList<string>> OfAsync(PortalDbContext db, Guid account, bool everyone, CancellationToken cancel);
}
