using System.Collections.Concurrent;
using System.Reflection;
using Portal.Kernel.Audit;

namespace Portal.Data;

/// <summary>Which category of data a sealed row holds; an access reveals the categories it was opened for and no others.</summary>
/// <param name="category">The category.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class RowCategoryAttribute(DataCategories category) : Attribute
{
    public DataCategories Category { get; } = category;
}

/// <summary>Reads <see cref="RowCategoryAttribute"/>.</summary>
internal static class RowCategory
{
    private static readonly ConcurrentDictionary<Type, DataCategories> Known = new();

    /// <exception cref="InvalidOperationException">The row type names none; nothing of it can be revealed.</exception>
    public static DataCategories Of(Type row) => Known.GetOrAdd(row, static type =>
        type.GetCustomAttribute<RowCategoryAttribute>(inherit: true)?.Category
        ?? throw new InvalidOperationException($"{type.Name} says no category of data."));
}
