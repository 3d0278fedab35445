using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Portal.Kernel.Crypto;

/// <summary>Reads a plain value from the bytes that were encrypted.</summary>
/// <exception cref="JsonException">The bytes are no value of the type.</exception>
internal delegate T PlainReader<T>(ReadOnlySpan<byte> plain);

/// <summary>Chooses the reader of a type. Text, bytes, dates and what reads itself go past the serializer; it reads whatever they do not know.</summary>
internal static class PlainReaders
{
    public static PlainReader<T> Of<T>(JsonTypeInfo<T> info)
    {
        object? quick = typeof(T) == typeof(string) ? new PlainReader<string>(plain => Encoding.UTF8.GetString(plain))
            : typeof(T) == typeof(byte[]) ? new PlainReader<byte[]>(plain => plain.ToArray())
            : typeof(T) == typeof(DateOnly) ? Date((JsonTypeInfo<DateOnly>)(object)info)
            : typeof(T) == typeof(DateTimeOffset) ? Moment((JsonTypeInfo<DateTimeOffset>)(object)info)
            : typeof(T) == typeof(IReadOnlyList<string>) ? Texts((JsonTypeInfo<IReadOnlyList<string>>)(object)info)
            : typeof(IQuickRead<T>).IsAssignableFrom(typeof(T)) ? QuickOf(info)
            : null;
        return (PlainReader<T>?)quick ?? (plain => Whole(plain, info));
    }

    private static T Whole<T>(ReadOnlySpan<byte> plain, JsonTypeInfo<T> info) =>
        JsonSerializer.Deserialize(plain, info) ?? throw new JsonException("A protected value was JSON null.");

    private static PlainReader<DateOnly> Date(JsonTypeInfo<DateOnly> info) => plain =>
    {
        var scanner = new PlainScanner(plain);
        return scanner.Take("\""u8) && scanner.TryDate(out var date) && scanner.Take("\""u8) && scanner.IsAtEnd ? date : Whole(plain, info);
    };

    private static PlainReader<DateTimeOffset> Moment(JsonTypeInfo<DateTimeOffset> info) => plain =>
    {
        var scanner = new PlainScanner(plain);
        return scanner.Take("\""u8) && scanner.TryDate(out var date) && scanner.Take("T"u8) && scanner.TryTime(out var time)
            && scanner.TryOffset(out var offset) && scanner.Take("\""u8) && scanner.IsAtEnd && date.Year is > 1 and < 9999
            ? new DateTimeOffset(date, time, offset)
            : Whole(plain, info);
    };

    private static PlainReader<IReadOnlyList<string>> Texts(JsonTypeInfo<IReadOnlyList<string>> info) => plain =>
    {
        var scanner = new PlainScanner(plain);
        return scanner.TryTexts(out var texts) && scanner.IsAtEnd ? texts : Whole(plain, info);
    };

    private static object QuickOf<T>(JsonTypeInfo<T> info) =>
        typeof(PlainReaders).GetMethod(nameof(Quick), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
            .MakeGenericMethod(typeof(T)).Invoke(null, [info])!;

    private static PlainReader<T> Quick<T>(JsonTypeInfo<T> info)
        where T : IQuickRead<T> => plain =>
    {
        var scanner = new PlainScanner(plain);
        return T.TryRead(ref scanner, out var value) && scanner.IsAtEnd ? value : Whole(plain, info);
    };
}
