using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using NpgsqlTypes;

namespace Portal.Data.Postgres;

/// <summary>A column of a bulk insert: how its values are read from rows and given to the database, as EF's slow path would.</summary>
internal sealed record BulkColumn(string Name, string StoreType, Type ElementType, Func<object, object?> Read, NpgsqlDbType Type)
{
    public static BulkColumn Of(IProperty property)
    {
        var getter = property.GetGetter();
        var mapping = property.GetRelationalTypeMapping();
        var converter = mapping.Converter;
        var provider = converter?.ProviderClrType ?? property.ClrType;
        return new BulkColumn(
            property.GetColumnName(),
            mapping.StoreTypeNameBase,
            ElementOf(Nullable.GetUnderlyingType(provider) ?? provider),
            converter is null ? getter.GetClrValue : entity => getter.GetClrValue(entity) is { } value ? converter.ConvertToProvider(value) : null,
            ((NpgsqlParameter)mapping.CreateParameter(new NpgsqlCommand(), "p", null)).NpgsqlDbType);
    }

    public NpgsqlParameter ArrayOf<T>(T[] rows)
        where T : class
    {
        var values = Array.CreateInstance(ElementType, rows.Length);
        for (var at = 0; at < rows.Length; at++)
        {
            var value = Read(rows[at]);
            values.SetValue(value is DateTimeOffset time ? time.UtcDateTime : value, at);
        }

        return new NpgsqlParameter { Value = values, NpgsqlDbType = NpgsqlDbType.Array | Type };
    }

    // An array of a value type could not hold a null.
    private static Type ElementOf(Type provider) => provider switch
    {
        _ when provider == typeof(DateTimeOffset) => typeof(DateTime?),
        { IsEnum: true } => typeof(Nullable<>).MakeGenericType(Enum.GetUnderlyingType(provider)),
        { IsValueType: true } => typeof(Nullable<>).MakeGenericType(provider),
        _ => provider,
    };
}
