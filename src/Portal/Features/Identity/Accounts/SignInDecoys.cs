using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Portal.Features.Identity.Accounts;

/// <summary>
/// Counters that belong to no account. A try for an address without one is counted in the row that the address falls into, so that it
/// costs the same statement, lock and commit as a try for an address that has one. The script <c>SignInDecoys.sql</c> makes the rows.
/// </summary>
internal static class SignInDecoys
{
    public const int Count = 4_096;

    /// <summary>The row of an address, by its blind index.</summary>
    public static Guid IdOf(string index)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(index));
        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteUInt16BigEndian(id[14..], (ushort)(1 + (BinaryPrimitives.ReadUInt16BigEndian(hash) % Count)));
        return new Guid(id, bigEndian: true);
    }
}
