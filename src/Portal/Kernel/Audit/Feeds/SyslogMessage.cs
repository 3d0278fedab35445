using System.Globalization;
using System.Text;

namespace Portal.Kernel.Audit.Feeds;

/// <summary>
/// An entry as syslog messages (RFC 5424), each in a frame that begins with its length (RFC 6587 section 3.4.1, RFC 5425 section 4.3). The message is the JSON of
/// <see cref="FeedLine"/>: structured data of one's own would need an enterprise number (RFC 5424 section 6.3.2), so there is none.
/// </summary>
internal static class SyslogMessage
{
    private const int Facility = 13; // log audit

    private const int Error = 3;

    private const int MostHost = 255;

    public static IEnumerable<byte[]> Frames(FedEntry fed)
    {
        var entry = fed.Entry;
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"<{(Facility * 8) + (fed.IsAltered ? Error : Severity(entry.Outcome))}>1 {Time(entry.At)} {Host(entry.Node)} portal - {entry.Action} - ");
        foreach (var line in FeedLine.Of(fed))
        {
            var message = head + line; // ASCII, so that no byte order mark is needed
            yield return Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{message.Length} {message}"));
        }
    }

    /// <summary>RFC 3339, in microseconds and UTC.</summary>
    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static int Severity(AuditOutcome outcome) => outcome switch
    {
        AuditOutcome.Allowed => 6, // informational
        AuditOutcome.Denied => 4, // warning
        _ => Error,
    };

    // Printable ASCII without spaces; nothing at all is a hyphen.
    private static string Host(string node)
    {
        var kept = string.Concat(node.Where(letter => letter is > ' ' and <= '~').Take(MostHost));
        return kept.Length > 0 ? kept : "-";
    }
}
