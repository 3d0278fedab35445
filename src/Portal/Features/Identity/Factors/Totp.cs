using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Portal.Features.Identity.Factors;

/// <summary>Time-based one-time passwords (RFC 6238 over RFC 4226): HMAC-SHA1, six digits, steps of 30 s.</summary>
internal static class Totp
{
    public const int SecretSize = 20;

    public const int StepSeconds = 30;

    public static long StepAt(DateTimeOffset time) => time.ToUnixTimeSeconds() / StepSeconds;

    public static string CodeAt(ReadOnlySpan<byte> secret, long step, int digits = 6)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        Span<byte> mac = stackalloc byte[HMACSHA1.HashSizeInBytes];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // RFC 6238 and every authenticator app ask for HMAC-SHA1; its use as a MAC is not broken
        HMACSHA1.HashData(secret, counter, mac);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(mac[(mac[^1] & 15)..]) & int.MaxValue;
        return (number % (int)Math.Pow(10, digits)).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }

    /// <summary>The step that a code belongs to: the current one or the one before, else <c>null</c>.</summary>
    public static long? StepOf(ReadOnlySpan<byte> secret, string code, DateTimeOffset now)
    {
        var current = StepAt(now);
        return IsCode(secret, code, current) ? current : IsCode(secret, code, current - 1) ? current - 1 : null;
    }

    private static bool IsCode(ReadOnlySpan<byte> secret, string code, long step) =>
        CryptographicOperations.FixedTimeEquals(
            System.Text.Encoding.ASCII.GetBytes(CodeAt(secret, step)), System.Text.Encoding.ASCII.GetBytes(code));
}
