namespace Portal.Kernel;

/// <summary>Times are kept to the microsecond, as PostgreSQL keeps them: a seal or MAC over a finer one would not match what is read back.</summary>
internal static class Microseconds
{
    private const long TicksPerMicrosecond = TimeSpan.TicksPerMillisecond / 1000;

    public static DateTimeOffset Cut(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TicksPerMicrosecond), TimeSpan.Zero);

    public static long SinceEpoch(DateTimeOffset time) =>
        (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TicksPerMicrosecond;
}
