using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Portal.Tests.Features.AuditTrail.Exports;

/// <summary>
/// The leaf of an entry from what an export's files say of it and nothing else, as docs/decisions/0007 has it: what the offline verifier does, written once more and apart
/// from the product, so that a field which is spelled otherwise in the file than in the leaf is found.
/// </summary>
internal static class OfflineLeaf
{
    /// <summary>By a line of entries.ndjson.</summary>
    public static byte[] Of(JsonElement line)
    {
        var salts = line.GetProperty("salts");
        byte[][] patients = [.. line.GetProperty("patients").EnumerateArray().Zip(salts.GetProperty("patients").EnumerateArray(), (patient, salt) =>
            Leaf(SHA256.HashData([4, .. Hex(salt), .. Id(patient)])))];
        return Of(line, Group(line, "event", 1), Group(line, "who", 2), Group(line, "where", 3), Root(patients));
    }

    /// <summary>By the commitments of a line of proofs.ndjson.</summary>
    public static byte[] Of(JsonElement entry, params byte[][] commitments) => Leaf([1, .. Id(entry.GetProperty("id")), .. commitments.SelectMany(one => one)]);

    public static byte[] Hex(JsonElement text) => Convert.FromHexString(text.GetString()!);

    private static byte[] Group(JsonElement line, string name, byte number) => line.GetProperty("salts").TryGetProperty(name, out var salt)
        ? SHA256.HashData([number, .. Hex(salt), .. name switch { "event" => Event(line), "who" => Who(line), _ => Where(line) }])
        : Hex(line.GetProperty("withheld").GetProperty(name));

    private static byte[] Event(JsonElement e) =>
    [
        .. Field(1, [1]), .. Field(2, Id(e.GetProperty("id"))), .. Field(3, Long(Micros(e.GetProperty("at").GetString()!))), .. Text(4, e, "action"), .. Text(5, e, "resource"),
        .. IdOf(6, e, "resourceId"), .. Text(7, e, "categories"), .. Text(8, e, "purpose"), .. Text(9, e, "reason"), .. IdOf(10, e, "grant"), .. Text(11, e, "outcome"),
        .. Field(12, Long(e.GetProperty("patients").GetArrayLength())),
    ];

    private static byte[] Who(JsonElement e) => [.. Text(20, e, "role"), .. IdOf(21, e, "account"), .. Text(22, e, "job"), .. IdOf(23, e, "session")];

    private static byte[] Where(JsonElement e) => [.. Text(30, e, "ip"), .. Text(31, e, "userAgent"), .. Text(32, e, "node")];

    private static byte[] Text(byte tag, JsonElement e, string name) => e.TryGetProperty(name, out var value) ? Field(tag, Encoding.UTF8.GetBytes(value.GetString()!)) : [];

    private static byte[] IdOf(byte tag, JsonElement e, string name) => e.TryGetProperty(name, out var value) ? Field(tag, Id(value)) : [];

    private static byte[] Id(JsonElement id) => Convert.FromHexString(id.GetString()!.Replace("-", "", StringComparison.Ordinal));

    private static byte[] Field(byte tag, byte[] bytes)
    {
        var head = new byte[5];
        head[0] = tag;
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(1), bytes.Length);
        return [.. head, .. bytes];
    }

    private static byte[] Long(long number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }

    private static long Micros(string time) =>
        (DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    // RFC 6962, section 2.1.
    private static byte[] Leaf(byte[] data) => SHA256.HashData([0, .. data]);

    private static byte[] Root(byte[][] leaves)
    {
        if (leaves.Length < 2)
        {
            return leaves.Length == 0 ? SHA256.HashData([]) : leaves[0];
        }

        var half = 1;
        while (half * 2 < leaves.Length)
        {
            half *= 2;
        }

        return SHA256.HashData([1, .. Root(leaves[..half]), .. Root(leaves[half..])]);
    }
}
