using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Data.Auditing.Emergency;

/// <summary>
/// One line of the spool: its number, the link to the line before, and the entry, encrypted. The link is a MAC over the link before, the number and the ciphertext, so
/// that a line that is altered, left out, added or moved breaks the chain (45 CFR 164.312(b), (c)(1)). Three fields, parted by blanks: number, link, ciphertext.
/// </summary>
/// <param name="No">Counts the lines of this node's spool, from 1, over its whole life.</param>
/// <param name="Link">The MAC.</param>
/// <param name="Sealed">The entry, encrypted.</param>
internal sealed record SpoolLine(long No, byte[] Link, byte[] Sealed)
{
    private static readonly byte[] Column = "emergency.spool"u8.ToArray();

    /// <summary>The link that the very first line follows.</summary>
    public static byte[] Start { get; } = new byte[Mac.ShortSize];

    public static SpoolLine Make(KeyRing keys, long no, ReadOnlySpan<byte> before, SignedEntry entry)
    {
        var cipher = FieldCipher.Seal(keys.Of(KeyUse.Files), SpooledEntry.Write(entry), Column);
        return new SpoolLine(no, LinkOf(keys, no, before, cipher), cipher);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{No} {Convert.ToHexStringLower(Link)} {Convert.ToBase64String(Sealed)}");

    public static bool TryParse(string text, [NotNullWhen(true)] out SpoolLine? line)
    {
        line = null;
        if (text.Split(' ') is not [var no, var link, var cipher] || !long.TryParse(no, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        try
        {
            line = new SpoolLine(number, Convert.FromHexString(link), Convert.FromBase64String(cipher));
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>Whether it follows a line with this number and link, and is as it was written.</summary>
    public bool Follows(KeyRing keys, long no, ReadOnlySpan<byte> link) => No == no + 1 && Mac.Same(Link, LinkOf(keys, No, link, Sealed));

    /// <summary>The entry, or <c>null</c> where the ciphertext was altered. Whether its own MAC holds is the log's to say.</summary>
    public SignedEntry? Open(KeyRing keys)
    {
        try
        {
            return FieldCipher.TryOpen(keys.Of(KeyUse.Files), Sealed, Column, out var plain) ? SpooledEntry.Read(plain) : null;
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or FormatException)
        {
            return null;
        }
    }

    private static byte[] LinkOf(KeyRing keys, long no, ReadOnlySpan<byte> before, byte[] cipher)
    {
        var text = new byte[sizeof(long) + before.Length + cipher.Length];
        BinaryPrimitives.WriteInt64BigEndian(text, no);
        before.CopyTo(text.AsSpan(sizeof(long)));
        cipher.CopyTo(text.AsSpan(sizeof(long) + before.Length));
        return Mac.Short(keys.Of(KeyUse.AuditMacs).Bytes, text);
    }
}
