using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Portal.Features.Patients.Import.Mapping;

/// <summary>Reads free text: annotations and attachments.</summary>
internal static class FhirText
{
    /// <summary>A longer attachment is not put into the chart; it stays whole in the source.</summary>
    public const int Limit = 1024 * 1024;

    // None of them goes back, so that the time they take grows with the text and no faster, whoever wrote it.
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant;

    private static readonly Regex Hidden = Make(@"<script\b.*?</script\s*>|<style\b.*?</style\s*>|<head\b.*?</head\s*>|<!--.*?-->");
    private static readonly Regex Breaks = Make(@"<br\s*/?>|</(?:p|div|li|tr|h[1-6])\s*>");
    private static readonly Regex Tags = Make("<[^>]*>");

    private static Regex Make(string pattern) => new(pattern, Linear, TimeSpan.FromSeconds(10));

    public static string? Notes(JsonElement element)
    {
        var notes = string.Join('\n', element.Items("note").Select(note => note.Text("text")).OfType<string>());
        return notes.Length == 0 ? null : notes;
    }

    /// <summary>An attachment's inline text as plain text; <c>null</c> where it is not text, is too long or cannot be read.</summary>
    public static string? Attachment(JsonElement attachment)
    {
        var type = attachment.Text("contentType") ?? "";
        if (!type.StartsWith("text/", StringComparison.OrdinalIgnoreCase) || type.StartsWith("text/rtf", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (attachment.Text("data") is not { } data || Base64.GetMaxDecodedFromUtf8Length(data.Length) > Limit)
        {
            return null;
        }

        var text = Decode(data, type);
        return text is not null && type.Contains("html", StringComparison.OrdinalIgnoreCase) ? PlainOfHtml(text) : text;
    }

    private static string? Decode(string data, string type)
    {
        try
        {
            var latin = type.Contains("iso-8859-1", StringComparison.OrdinalIgnoreCase) || type.Contains("windows-1252", StringComparison.OrdinalIgnoreCase);
            return (latin ? Encoding.Latin1 : new UTF8Encoding(false, throwOnInvalidBytes: true)).GetString(Convert.FromBase64String(data));
        }
        catch (Exception cause) when (cause is FormatException or DecoderFallbackException)
        {
            return null;
        }
    }

    // Only words are kept: what is stored is plain text, and screens encode it again.
    private static string PlainOfHtml(string html)
    {
        var text = Hidden.Replace(html, "");
        text = Breaks.Replace(text, "\n");
        return WebUtility.HtmlDecode(Tags.Replace(text, "")).Trim();
    }
}
