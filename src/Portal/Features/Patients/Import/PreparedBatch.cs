using Portal.Data;

namespace Portal.Features.Patients.Import;

/// <summary>A batch that is laid out and waits for its transaction, with the context that it was looked up in. Nothing of it is stored yet.</summary>
/// <param name="Db">The context; it holds the fresh patients' keys and the known patients' changed rows, and saves them in the transaction.</param>
/// <param name="Plan">What the batch does.</param>
/// <param name="Writer">Writes it; <c>null</c> where nothing is to be done.</param>
/// <param name="Touched">Keyed hashes of the resources and patients that it speaks of.</param>
internal sealed record PreparedBatch(PortalDbContext Db, BatchPlan Plan, BatchWriter? Writer, IReadOnlySet<Guid> Touched) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Db.DisposeAsync();
}
