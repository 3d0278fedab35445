using System.Reflection;
using Portal.Kernel.Crypto;

namespace Portal.Web.Tests.Markup;

/// <summary>Views in which every text is an attempt to become markup. They are filled by reflection, so that a field that is added later is tried as well.</summary>
internal static class Hostile
{
    /// <summary>Breaks out of text, of attributes in both kinds of quotes, of a script and of SVG; <c>data-xss</c> finds what came of it.</summary>
    public const string Text =
        "\"'><img data-xss src=x onerror=\"window.xss=1\"><script data-xss>window.xss=1</script></title></textarea></style><svg data-xss onload=window.xss=1><a data-xss href=javascript:window.xss=1>x</a> onmouseover=window.xss=1 {{7*7}} @(1+1)";

    public static T Make<T>() => (T)Make(typeof(T), 0)!;

    private static object? Make(Type type, int depth)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain switch
        {
            _ when plain == typeof(string) => Text,
            _ when plain == typeof(Guid) => Guid.NewGuid(),
            _ when plain == typeof(DateTimeOffset) => new DateTimeOffset(2024, 5, 1, 9, 0, 0, TimeSpan.Zero),
            _ when plain == typeof(DateOnly) => new DateOnly(1980, 2, 29),
            { IsPrimitive: true } or { IsEnum: true } => Convert.ChangeType(1, plain.IsEnum ? Enum.GetUnderlyingType(plain) : plain, null) is var one && plain.IsEnum ? Enum.ToObject(plain, one) : one,
            _ when plain == typeof(decimal) => 7.5m,
            { IsGenericType: true } when plain.GetGenericTypeDefinition() == typeof(Revealed<>) => plain.GetMethod("Of")!.Invoke(null, [Make(plain.GenericTypeArguments[0], depth + 1)]),
            { IsGenericType: true } when ListOf(plain) is { } list => list.GetConstructor([typeof(int)])!.Invoke([2]) is System.Collections.IList made ? Fill(made, plain.GenericTypeArguments[0], depth) : null,
            _ when depth > 8 => null,
            _ => Construct(plain, depth),
        };
    }

    private static Type? ListOf(Type type) =>
        typeof(List<>).MakeGenericType(type.GenericTypeArguments[0]) is var list && type.IsAssignableFrom(list) ? list : null;

    private static System.Collections.IList Fill(System.Collections.IList list, Type item, int depth)
    {
        list.Add(Make(item, depth + 1));
        list.Add(Make(item, depth + 1));
        return list;
    }

    private static object? Construct(Type type, int depth)
    {
        var make = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(one => one.GetParameters() is not [{ } only] || only.ParameterType != type).MaxBy(one => one.GetParameters().Length)!;
        return make.Invoke([.. make.GetParameters().Select(parameter => Make(parameter.ParameterType, depth + 1))]);
    }
}
