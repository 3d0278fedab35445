using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Portal.Features.Identity.Sessions;

/// <summary>The 256 random bits in a session's cookie. Only their SHA-256 is stored: random enough to need neither salt nor slowness.</summary>
internal static class SessionToken
{
    private const int Length = 43;

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.ASCII.GetBytes(token));

    public static bool LooksLikeOne(string? token) => token?.Length == Length;
}
