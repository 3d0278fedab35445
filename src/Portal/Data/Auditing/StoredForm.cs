using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Portal.Kernel;
using Portal.Kernel.Audit;

namespace Portal.Data.Auditing;

/// <summary>
/// Brings an entry into the form in which a database gives it back, before its MAC is made: what a client sends (a user agent, a scoped
/// address) could otherwise not be stored, or would look edited when it is read.
/// </summary>
internal static class StoredForm
{
    public static AuditEntry Of(AuditEntry entry) => entry with
    {
        At = Microseconds.Cut(entry.At),
        Job = Text(entry.Job, 64),
        Reason = Text(entry.Reason, 64),
        UserAgent = Text(entry.UserAgent, 256),
        Node = Text(entry.Node, 64)!,
        Ip = Address(entry.Ip),
        Patients = entry.Patients.Count < 2 ? [.. entry.Patients] : [.. entry.Patients.Distinct()],
    };

    // Well-formed Unicode without control characters; never cut through a pair.
    private static string? Text(string? text, int length)
    {
        // Nearly every one: printable ASCII that fits.
        if (text is null || (text.Length <= length && !text.AsSpan().ContainsAnyExceptInRange(' ', '~')))
        {
            return text;
        }

        var kept = new StringBuilder(Math.Min(text.Length, length));
        foreach (var rune in text.EnumerateRunes().TakeWhile(rune => kept.Length + rune.Utf16SequenceLength <= length))
        {
            kept.Append(Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control ? " " : rune.ToString());
        }

        return kept.ToString();
    }

    // A link-local address names the server's own network card after a %; a mapped one is the IPv4 address that people know.
    private static IPAddress? Address(IPAddress? ip) => ip switch
    {
        null or { AddressFamily: AddressFamily.InterNetwork } => ip,
        { IsIPv4MappedToIPv6: true } => ip.MapToIPv4(),
        _ => new IPAddress(ip.GetAddressBytes()),
    };
}
