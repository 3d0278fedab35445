using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Portal.Features.Patients;

/// <summary>An opaque keyset cursor: the last row's sort time and patient token.</summary>
internal readonly record struct Cursor(DateTimeOffset At, Guid Id)
{
    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes($"{At.UtcTicks:x}.{Id:N}"));

    /// <exception cref="ArgumentException">The text is no cursor of ours.</exception>
    public static Cursor? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return TryParse(text, out var cursor) ? cursor : throw new ArgumentException("Start the list again from its first page.", nameof(text));
    }

    private static bool TryParse(string text, [NotNullWhen(true)] out Cursor? cursor)
    {
        cursor = null;
        if (text.Length > 128 || !Base64Url.IsValid(text))
        {
            return false;
        }

        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)).Split('.');
        if (parts.Length == 2
            && long.TryParse(parts[0], System.Globalization.NumberStyles.HexNumber, null, out var ticks)
            && ticks >= 0 && ticks <= DateTimeOffset.MaxValue.Ticks
            && Guid.TryParseExact(parts[1], "N", out var id))
        {
            cursor = new Cursor(new DateTimeOffset(ticks, TimeSpan.Zero), id);
        }

        return cursor is not null;
    }
}
