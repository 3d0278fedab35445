using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Portal.Data;

/// <summary>Going back to a savepoint may have taken the audit entry with it: the transaction counts as one without an entry from then on.</summary>
internal sealed class EntryScope : DbTransactionInterceptor
{
    public static readonly EntryScope Instance = new();

    public override void RolledBackToSavepoint(DbTransaction transaction, TransactionEventData eventData) => Forget(eventData);

    public override Task RolledBackToSavepointAsync(DbTransaction transaction, TransactionEventData eventData, CancellationToken cancellationToken = default)
    {
        Forget(eventData);
        return Task.CompletedTask;
    }

    private static void Forget(DbContextEventData eventData) => (eventData.Context as PortalDbContext)?.ForgetEntry();
}
