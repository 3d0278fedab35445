using Portal.Data.Sealing;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Data;

/// <summary>What the Gate gives on yes: it reveals and protects values of these patients and these categories, and of nothing else.</summary>
internal sealed class Access
{
    private readonly IReadOnlyDictionary<PatientId, DataKey> keys;
    private readonly DataCategories categories;
    private readonly PortalDatabase database;
    private readonly Reach reach;

    // Cells are revealed row by row: mostly the next one is of the same patient. One reference, so that two threads cannot mix two patients' halves.
    private Last? last;

    // The type of row that was revealed last, once its category was found to be open.
    private Type? open;

    internal Access(IReadOnlyDictionary<PatientId, DataKey> keys, DataCategories categories, PortalDatabase database, Reach reach)
    {
        (this.keys, this.categories) = (keys, categories);
        (this.database, this.reach) = (database, reach);
    }

    /// <summary>The break-glass grant that it hangs on; <c>null</c> where the record is open without one.</summary>
    public BrokenGlass? Glass { get; init; }

    /// <summary>The patients it opens.</summary>
    public IEnumerable<PatientId> Patients => keys.Keys;

    public bool Opens(PatientId patient) => keys.ContainsKey(patient);

    /// <summary>
    /// A context in a transaction whose row security shows what this access opens and nothing else; to read, and disposed by the caller. A change goes by
    /// <see cref="Gate.OpenForChangeAsync"/>.
    /// </summary>
    public Task<PortalDbContext> OpenAsync(CancellationToken cancel) => database.OpenAsync(reach, cancel);

    /// <summary>Opens one cell of a loaded row; damaged where the seal is broken, the value was moved, or it was sealed with another key.</summary>
    /// <exception cref="InvalidOperationException">The row's patient or category is not part of this access.</exception>
    public Revealed<T> Reveal<T>(SealedRow row, Protected<T>? cell)
    {
        if (row.GetType() != open)
        {
            RequireOpen(row.GetType());
        }

        if (row.SealBroken)
        {
            return Revealed<T>.Damaged;
        }

        return cell is null ? Revealed<T>.Missing : cell.Open(KeyOf(row.PatientId));
    }

    /// <summary>Protects a value of one patient for storing.</summary>
    /// <exception cref="InvalidOperationException">The patient is not part of this access.</exception>
    public Protected<T> Protect<T>(PatientId patient, T value) => new(value, KeyOf(patient));

    private void RequireOpen(Type row)
    {
        var category = RowCategory.Of(row);
        if ((categories & category) != category)
        {
            throw new InvalidOperationException($"This access does not open {category} data.");
        }

        open = row;
    }

    private DataKey KeyOf(PatientId patient)
    {
        if (last is { } known && known.Patient == patient)
        {
            return known.Key;
        }

        var key = keys.TryGetValue(patient, out var found) ? found : throw new InvalidOperationException("This access does not open that patient.");
        last = new Last(patient, key);
        return key;
    }

    private sealed record Last(PatientId Patient, DataKey Key);
}
