namespace Portal.Data.Auditing;

/// <summary>
/// One patient on one day as one integer, as entries hold it and their index finds it: the number of the subject, then the day since 1970 modulo 32.
/// Within a month, and so within a partition of the log, it is the only one.
/// </summary>
internal static class SubjectKey
{
    private const int Bits = 5;
    private const int Mask = (1 << Bits) - 1;

    private static readonly int Epoch = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    public static int Of(int subject, DateTimeOffset at) => (subject << Bits) | (Day(at) & Mask);

    /// <summary>A patient's keys for a stretch of time, the ends included: 32 at most, however long it is.</summary>
    public static int[] Within(int subject, DateTimeOffset from, DateTimeOffset to) =>
        to < from ? [] : [.. Enumerable.Range(Day(from), Math.Min(Day(to) - Day(from), Mask) + 1).Select(day => (subject << Bits) | (day & Mask))];

    private static int Day(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime).DayNumber - Epoch;
}
