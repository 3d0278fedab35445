using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Portal.Kernel.Crypto;

/// <summary>
/// Walks over JSON in exactly the form in which this portal's serializer writes names, terms, dates and lists of texts: no spaces, no escapes, members in their order.
/// Whatever looks different is answered with <c>false</c> and left to the serializer, which alone says what is valid.
/// </summary>
/// <param name="json">The plain value.</param>
internal ref struct PlainScanner(ReadOnlySpan<byte> json)
{
    // What stands for itself in a text. The serializer escapes all else.
    private static readonly SearchValues<byte> Plain = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(letter => (byte)letter).Except("\"\\"u8.ToArray())]);

    private ReadOnlySpan<byte> rest = json;

    public readonly bool IsAtEnd => rest.IsEmpty;

    /// <summary>Goes past these bytes where they come next.</summary>
    public bool Take(ReadOnlySpan<byte> bytes)
    {
        if (!rest.StartsWith(bytes))
        {
            return false;
        }

        rest = rest[bytes.Length..];
        return true;
    }

    /// <summary>Reads a text in its quotes.</summary>
    public bool TryText([NotNullWhen(true)] out string? text)
    {
        text = null;
        if (rest.IsEmpty || rest[0] != '"')
        {
            return false;
        }

        var length = rest[1..].IndexOfAnyExcept(Plain);
        if (length < 0 || rest[1 + length] != '"')
        {
            return false;
        }

        text = Encoding.Latin1.GetString(rest.Slice(1, length));
        rest = rest[(length + 2)..];
        return true;
    }

    /// <summary>Reads a calendar date, such as <c>2001-12-31</c>.</summary>
    public bool TryDate(out DateOnly date)
    {
        date = default;
        if (!TryNumber(4, out var year) || !Take("-"u8) || !TryNumber(2, out var month) || !Take("-"u8) || !TryNumber(2, out var day)
            || year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        date = new DateOnly(year, month, day);
        return true;
    }

    /// <summary>Reads a time of whole seconds, such as <c>23:59:59</c>.</summary>
    public bool TryTime(out TimeOnly time)
    {
        time = default;
        if (!TryNumber(2, out var hour) || !Take(":"u8) || !TryNumber(2, out var minute) || !Take(":"u8) || !TryNumber(2, out var second)
            || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        time = new TimeOnly(hour, minute, second);
        return true;
    }

    /// <summary>Reads a distance from universal time under 14 hours, such as <c>-05:00</c>.</summary>
    public bool TryOffset(out TimeSpan offset)
    {
        offset = default;
        var isWest = Take("-"u8);
        if ((!isWest && !Take("+"u8)) || !TryNumber(2, out var hours) || !Take(":"u8) || !TryNumber(2, out var minutes) || hours > 13 || minutes > 59)
        {
            return false;
        }

        offset = new TimeSpan(isWest ? -hours : hours, isWest ? -minutes : minutes, 0);
        return true;
    }

    /// <summary>Reads a list of texts.</summary>
    public bool TryTexts([NotNullWhen(true)] out IReadOnlyList<string>? texts)
    {
        texts = [];
        if (Take("[]"u8))
        {
            return true;
        }

        if (!Take("["u8) || !TryText(out var first))
        {
            return false;
        }

        texts = Take("]"u8) ? [first] : More(first);
        return texts is not null;
    }

    private bool TryNumber(int digits, out int number)
    {
        number = 0;
        if (rest.Length < digits)
        {
            return false;
        }

        for (var at = 0; at < digits; at++)
        {
            var digit = rest[at] - '0';
            if ((uint)digit > 9)
            {
                return false;
            }

            number = (number * 10) + digit;
        }

        rest = rest[digits..];
        return true;
    }

    private List<string>? More(string first)
    {
        var all = new List<string>(4) { first };
        while (Take(","u8))
        {
            if (!TryText(out var text))
            {
                return null;
            }

            all.Add(text);
        }

        return Take("]"u8) ? all : null;
    }
}
