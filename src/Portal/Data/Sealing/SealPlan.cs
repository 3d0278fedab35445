using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Portal.Data.Sealing;

/// <summary>Compiles, once for a table and format, the code that writes a row's sealed columns: each as it is stored, none boxed.</summary>
internal static class SealPlan
{
    /// <exception cref="InvalidOperationException">The format names a property that the type has not.</exception>
    /// <exception cref="NotSupportedException">A column's type cannot be sealed.</exception>
    public static Action<SealedRow, SealWriter> Compile(IReadOnlyEntityType type, IEnumerable<string> properties)
    {
        var any = Expression.Parameter(typeof(SealedRow));
        var writer = Expression.Parameter(typeof(SealWriter));
        var row = Expression.Variable(type.ClrType);
        Expression[] steps =
        [
            Expression.Assign(row, Expression.Convert(any, type.ClrType)),
            Call(writer, Expression.Constant($"{type.GetSchema()}.{type.GetTableName()}")),
            .. properties.Select(name => Step(type, name, row, writer)),
        ];
        return Expression.Lambda<Action<SealedRow, SealWriter>>(Expression.Block([row], steps), any, writer).Compile();
    }

    private static Expression Step(IReadOnlyEntityType type, string name, Expression row, Expression writer)
    {
        var property = (IProperty)(type.FindProperty(name) ?? throw new InvalidOperationException($"{type.DisplayName()} has no property {name} to seal."));
        var value = Expression.MakeMemberAccess(row, property.GetMemberInfo(forMaterialization: false, forSet: false));
        if (value.Type.IsValueType && Nullable.GetUnderlyingType(value.Type) is null)
        {
            return Call(writer, Stored(property, value));
        }

        var plain = value.Type.IsValueType ? (Expression)Expression.Property(value, nameof(Nullable<int>.Value)) : value;
        return Expression.IfThenElse(
            Expression.Equal(value, Expression.Constant(null, value.Type)),
            Expression.Call(writer, typeof(SealWriter).GetMethod(nameof(SealWriter.WriteNull))!),
            Call(writer, Stored(property, plain)));
    }

    private static Expression Stored(IProperty property, Expression value)
    {
        if (property.GetTypeMapping().Converter?.ConvertToProviderExpression is not { } convert)
        {
            return value;
        }

        return Expression.Invoke(convert, value.Type == convert.Parameters[0].Type ? value : Expression.Convert(value, convert.Parameters[0].Type));
    }

    private static MethodCallExpression Call(Expression writer, Expression value)
    {
        var plain = value.Type == typeof(short) || value.Type == typeof(int) ? Expression.Convert(value, typeof(long)) : value;
        var write = typeof(SealWriter).GetMethod(nameof(SealWriter.Write), [plain.Type])
            ?? throw new NotSupportedException($"A sealed row cannot hold a {value.Type.Name}.");
        return Expression.Call(writer, write, plain);
    }
}
