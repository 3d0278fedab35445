using Microsoft.EntityFrameworkCore.Metadata;
using Portal.Kernel.Crypto;

namespace Portal.Data.Sealing;

/// <summary>The seal of a row: HMAC-SHA256 over table, format and the listed columns as they are stored, cut to 128 bits. EF's path and the bulk path call this same code.</summary>
internal static class RowSeal
{
    [ThreadStatic]
    private static SealWriter? writer;

    /// <summary>Gives the row its newest format and its seal.</summary>
    /// <exception cref="InvalidOperationException">The row was loaded with a broken seal.</exception>
    public static void Apply(IReadOnlyEntityType type, SealedRow row, DataKey key)
    {
        if (row.SealBroken)
        {
            throw new InvalidOperationException("A row whose seal is broken cannot be saved over; it must be looked into first.");
        }

        var plans = SealPlans.Of(type);
        row.SealFormat = plans.Newest;
        var seal = new byte[Mac.ShortSize];
        if (!TryCompute(plans, row, key, seal))
        {
            throw new InvalidOperationException($"{plans.Table} has no seal format {row.SealFormat}.");
        }

        row.Seal = seal;
    }

    /// <summary>Whether the row is as it was sealed.</summary>
    public static bool Holds(SealPlans plans, SealedRow row, DataKey key)
    {
        Span<byte> expected = stackalloc byte[Mac.ShortSize];
        return TryCompute(plans, row, key, expected) && Mac.Same(expected, row.Seal);
    }

    private static bool TryCompute(SealPlans plans, SealedRow row, DataKey key, Span<byte> seal)
    {
        if (plans.Find(row.SealFormat) is not { } write)
        {
            return false;
        }

        var columns = writer ??= new SealWriter();
        columns.Clear();
        write(row, columns);
        Mac.Short(key, columns.Written, seal);
        return true;
    }
}
