using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Portal.Kernel.Crypto;

namespace Portal.Data;

/// <summary>
/// Gives every <see cref="Protected{T}"/> property its converter. A converter knows its column's name and no key: the key travels with the
/// value, so EF's model cache can be shared by instances with different keys.
/// </summary>
internal static class ProtectedColumns
{
    public static void Convert(ModelBuilder model)
    {
        foreach (var property in model.Model.GetEntityTypes().SelectMany(type => ProtectedOf(type)))
        {
            var plain = property.ClrType.GetGenericArguments()[0];
            var convert = typeof(ProtectedColumns).GetMethod(nameof(ConvertOne), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!;
            convert.MakeGenericMethod(plain).Invoke(null, [property]);
        }
    }

    private static List<IMutableProperty> ProtectedOf(IMutableEntityType type) =>
        [.. type.GetProperties().Where(property => typeof(IProtected).IsAssignableFrom(property.ClrType))];

    private static void ConvertOne<T>(IMutableProperty property)
    {
        var type = (IMutableEntityType)property.DeclaringType;
        var column = new ProtectedColumn(type.GetSchema() ?? "", type.GetTableName()!, SnakeCase.Of(property.Name));
        property.SetValueConverter(new Converter<T>(column));
        property.SetValueComparer(new ValueComparer<Protected<T>>(
            (left, right) => ReferenceEquals(left, right), value => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(value), value => value));
    }

    // EF asks the converter for its delegate for every value that it reads: here it is at hand, and no compiled expression.
    private sealed class Converter<T>(ProtectedColumn column)
        : ValueConverter<Protected<T>, byte[]>(value => value.ToStored(column), stored => new Protected<T>(stored, column))
    {
        public override Func<byte[], Protected<T>> ConvertFromProviderTyped { get; } = stored => new Protected<T>(stored, column);
    }
}
