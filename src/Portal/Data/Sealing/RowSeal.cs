using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore.Metadata;
using Portal.Kernel.Crypto;

namespace Portal.Data.Sealing;

/// <summary>The seal of a row: HMAC-SHA256 over table, format and the listed columns as they are stored, cut to 128 bits. EF's path and the bulk path call this same code.</summary>
internal static class RowSeal
{
    private static readonly ConcurrentDictionary<(IReadOnlyTypeBase Type, short Format), Func<object, object?>[]> Readers = new();

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

        row.SealFormat = SealFormats.Of(type).Keys.Max();
        row.Seal = Compute(type, row, key) ?? throw new InvalidOperationException($"{type.DisplayName()} has no seal format {row.SealFormat}.");
    }

    /// <summary>Whether the row is as it was sealed.</summary>
    public static bool Holds(IReadOnlyEntityType type, SealedRow row, DataKey key) =>
        Compute(type, row, key) is { } expected && Mac.Same(expected, row.Seal);

    private static byte[]? Compute(IReadOnlyEntityType type, SealedRow row, DataKey key)
    {
        if (ReadersOf(type, row.SealFormat) is not { } readers)
        {
            return null;
        }

        writer ??= new SealWriter();
        writer.Clear();
        writer.Write($"{Microsoft.EntityFrameworkCore.RelationalEntityTypeExtensions.GetSchema(type)}.{Microsoft.EntityFrameworkCore.RelationalEntityTypeExtensions.GetTableName(type)}");
        foreach (var read in readers)
        {
            writer.Write(read(row));
        }

        return Mac.Short(key.Bytes, writer.Written);
    }

    private static Func<object, object?>[]? ReadersOf(IReadOnlyEntityType type, short format)
    {
        if (Readers.TryGetValue((type, format), out var known))
        {
            return known;
        }

        // An unknown format number comes from an altered row: answer "broken", cache nothing.
        return SealFormats.Of(type).TryGetValue(format, out var names)
            ? Readers.GetOrAdd((type, format), names.Select(name => ReaderOf(type, name)).ToArray())
            : null;
    }

    private static Func<object, object?> ReaderOf(IReadOnlyEntityType type, string name)
    {
        var property = (IProperty)(type.FindProperty(name) ?? throw new InvalidOperationException($"{type.DisplayName()} has no property {name} to seal."));
        var getter = property.GetGetter();
        var converter = property.GetTypeMapping().Converter;
        return converter is null
            ? entity => getter.GetClrValue(entity)
            : entity => getter.GetClrValue(entity) is { } value ? converter.ConvertToProvider(value) : null;
    }
}
