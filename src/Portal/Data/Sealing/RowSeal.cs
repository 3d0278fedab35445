using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore.Metadata;
using Portal.Kernel.Crypto;

namespace Portal.Data.Sealing;

/// <summary>The seal of a row: HMAC-SHA256 over table, format and the listed columns as they are stored, cut to 128 bits. EF's path and the bulk path call this same code.</summary>
internal static class RowSeal
{
    private static readonly ConcurrentDictionary<(IReadOnlyTypeBase Type, short Format), Action<SealedRow, SealWriter>> Plans = new();

    private static readonly ConcurrentDictionary<IReadOnlyTypeBase, short> Newest = new();

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

        row.SealFormat = Newest.GetOrAdd(type, static of => SealFormats.Of(of).Keys.Max());
        var seal = new byte[Mac.ShortSize];
        if (!TryCompute(type, row, key, seal))
        {
            throw new InvalidOperationException($"{type.DisplayName()} has no seal format {row.SealFormat}.");
        }

        row.Seal = seal;
    }

    /// <summary>Whether the row is as it was sealed.</summary>
    public static bool Holds(IReadOnlyEntityType type, SealedRow row, DataKey key)
    {
        Span<byte> expected = stackalloc byte[Mac.ShortSize];
        return TryCompute(type, row, key, expected) && Mac.Same(expected, row.Seal);
    }

    private static bool TryCompute(IReadOnlyEntityType type, SealedRow row, DataKey key, Span<byte> seal)
    {
        if (PlanOf(type, row.SealFormat) is not { } write)
        {
            return false;
        }

        writer ??= new SealWriter();
        writer.Clear();
        write(row, writer);
        Mac.Short(key, writer.Written, seal);
        return true;
    }

    private static Action<SealedRow, SealWriter>? PlanOf(IReadOnlyEntityType type, short format)
    {
        if (Plans.TryGetValue((type, format), out var known))
        {
            return known;
        }

        // An unknown format number comes from an altered row: answer "broken", cache nothing.
        return SealFormats.Of(type).TryGetValue(format, out var names) ? Plans.GetOrAdd((type, format), SealPlan.Compile(type, names)) : null;
    }
}
