using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using FluentValidation;

namespace Portal.Kernel;

/// <summary>An opaque keyset cursor: the sort time and the id of a page's last row.</summary>
internal readonly record struct TimeCursor(DateTimeOffset At, Guid Id)
{
    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes($"{At.UtcTicks:x}.{Id:N}"));

    /// <summary>The cursor that a validated text is; <c>null</c> for the first page.</summary>
    public static TimeCursor? Parse(string? text) => text is not null && TryParse(text, out var cursor) ? cursor : null;

    /// <summary>Whether a text is a cursor of ours, or none at all.</summary>
    public static bool IsNoneOrOurs(string? text) => text is null || TryParse(text, out _);

    private static bool TryParse(string text, [NotNullWhen(true)] out TimeCursor? cursor)
    {
        cursor = null;
        if (text.Length > 128 || !Base64Url.IsValid(text))
        {
            return false;
        }

        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)).Split('.');
        if (parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var ticks)
            && ticks >= 0 && ticks <= DateTimeOffset.MaxValue.Ticks
            && Guid.TryParseExact(parts[1], "N", out var id))
        {
            cursor = new TimeCursor(new DateTimeOffset(ticks, TimeSpan.Zero), id);
        }

        return cursor is not null;
    }
}

/// <summary>The rule that every list keeps for its cursor.</summary>
internal static class CursorRule
{
    public static void IsACursor<T>(this IRuleBuilder<T, string?> text) =>
        text.Must(TimeCursor.IsNoneOrOurs).WithMessage("Start the list again from its first page.");
}
