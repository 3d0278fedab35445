using System.Globalization;
using System.Text.Json;
using Portal.Kernel;

namespace Portal.Features.Patients.Import.Mapping;

/// <summary>FHIR dates and times, which may be partial (FHIR R4 <c>date</c>, <c>dateTime</c>, <c>instant</c>). A partial one stands for its first moment.</summary>
internal static class FhirTime
{
    private const int MicrosecondDigits = 6;

    private const int SecondsAt = 16;

    private static readonly string[] Dates = ["yyyy-MM-dd", "yyyy-MM", "yyyy"];

    private static readonly string[] Times = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mmzzz"];

    /// <summary>UTC, cut to microseconds; <c>null</c> where it cannot be read. A time without a zone is taken as UTC.</summary>
    public static DateTimeOffset? Time(string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (DateTime.TryParseExact(text, Dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return new DateTimeOffset(date, TimeSpan.Zero);
        }

        return DateTimeOffset.TryParseExact(Plain(text), Times, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var time)
            ? Microseconds.Cut(time)
            : null;
    }

    public static DateTimeOffset? Time(JsonElement element, string name) => Time(element.Text(name));

    /// <summary>A choice of <c>nameDateTime</c>, <c>namePeriod</c> (its start) and <c>nameInstant</c>.</summary>
    public static DateTimeOffset? Choice(JsonElement element, string name) =>
        Time(element, $"{name}DateTime") ?? Time(element.Child($"{name}Period"), "start") ?? Time(element, $"{name}Instant");

    public static DateOnly? Date(string? text) =>
        DateOnly.TryParseExact(text, Dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : Time(text) is { } time ? DateOnly.FromDateTime(time.UtcDateTime) : null;

    // A zone if there is none, no more digits than we keep, and no leap second, which FHIR allows and .NET does not.
    private static string Plain(string text)
    {
        var zone = text.AsSpan(Math.Min(text.Length, 10)).IndexOfAny('Z', '+', '-');
        var (clock, offset) = zone < 0 ? (text, "+00:00") : (text[..(zone + 10)], text[(zone + 10)..]);
        var point = clock.IndexOf('.', StringComparison.Ordinal);
        clock = point > 0 && clock.Length > point + 1 + MicrosecondDigits ? clock[..(point + 1 + MicrosecondDigits)] : clock;
        clock = clock.Length > SecondsAt && clock.AsSpan(SecondsAt).StartsWith(":60") ? $"{clock[..SecondsAt]}:59" : clock;
        return clock + (offset == "Z" ? "+00:00" : offset);
    }
}
