using System.Text;

namespace Portal.Tests.Features.Patients.Import;

/// <summary>Spoils a file in the ways in which files get spoiled, and in some in which people spoil them. The same seed spoils in the same way.</summary>
internal static class Spoil
{
    private static readonly string[] Pieces =
    [
        "null", "{}", "[]", "[[[[]]]]", "\"\"", "-1", "1e999", "true", "\"\\u0000\"", "\"\\ud83d\\ude00\"", "\"\\ud800\"", "\"9999-99-99\"", "\"urn:uuid:\"", "\"#\"",
        "\"Patient/\"", "\"/\"", "\"//Patient//1\"", "\"Patient?identifier=x\"", "\"text/html; charset=iso-8859-1\"", "\"====\"", "{\"reference\":{}}", "0.00000000000000000000000000000000000000001",
    ];

    public static byte[] Bytes(byte[] whole, Random random)
    {
        var bytes = whole.ToList();
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            Once(bytes, random);
        }

        return [.. bytes];
    }

    private static void Once(List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count);
        switch (random.Next(6))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1:
                bytes.RemoveRange(at, Math.Min(random.Next(1, 200), bytes.Count - at - 1));
                break;
            case 2:
                bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 200), bytes.Count - at)));
                break;
            default:
                ExchangeValue(bytes, random);
                break;
        }
    }

    // The text stays JSON in most cases, so that the mappers and not the parser alone get what nobody expects.
    private static void ExchangeValue(List<byte> bytes, Random random)
    {
        var colons = Enumerable.Range(0, bytes.Count - 1).Where(index => bytes[index] == ':' && bytes[index - 1] == '"').ToList();
        if (colons.Count == 0)
        {
            return;
        }

        var from = colons[random.Next(colons.Count)] + 1;
        var (to, depth, inText) = (from, 0, false);
        for (; to < bytes.Count && (depth > 0 || inText || bytes[to] is not ((byte)',' or (byte)'}' or (byte)']')); to++)
        {
            inText ^= bytes[to] == '"';
            depth += inText ? 0 : bytes[to] is (byte)'{' or (byte)'[' ? 1 : bytes[to] is (byte)'}' or (byte)']' ? -1 : 0;
        }

        bytes.RemoveRange(from, to - from);
        bytes.InsertRange(from, Encoding.ASCII.GetBytes(Pieces[random.Next(Pieces.Length)]));
    }
}
