using System.Globalization;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Data.Auditing.Exporting;

/// <summary>Values of an entry as its leaf spells them (ADR 0007), so that a file and a proof say the same.</summary>
internal static class EntryCodes
{
    public static string Code<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    /// <summary>UTC with six digits after the second.</summary>
    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    public static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
