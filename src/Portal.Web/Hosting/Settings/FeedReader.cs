using System.Security.Cryptography;
using Portal.Kernel.Audit.Feeds;

namespace Portal.Web.Hosting.Settings;

/// <summary>Reads <c>Portal:Audit:Feed</c>: where entries of the audit log go for a SIEM (ADR 0068).</summary>
internal static class FeedReader
{
    public static FeedSettings Read(SettingsReader reader)
    {
        var (syslog, file, recipient) = (reader.Text("Audit:Feed:Syslog"), reader.Text("Audit:Feed:File"), reader.Text("Audit:Feed:Recipient"));
        if (file is not null && !Path.IsPathFullyQualified(file))
        {
            throw SettingsReader.Refused("Audit:Feed:File", "must be a whole path");
        }

        if (file is null && recipient is not null)
        {
            throw SettingsReader.Refused("Audit:Feed:Recipient", "means nothing without Portal__Audit__Feed__File");
        }

        return new FeedSettings(syslog is null ? null : ReceiverOf(syslog), file, recipient is null ? null : KeyIn(recipient));
    }

    // In the open only to this machine itself, where a relay may do the rest.
    private static Uri ReceiverOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var receiver) && receiver is { Port: > 0, UserInfo.Length: 0, AbsolutePath: "" or "/", Query.Length: 0 }
            && (receiver.Scheme == FeedSettings.Tls || (receiver.Scheme == FeedSettings.Tcp && receiver.IsLoopback))
            ? receiver
            : throw SettingsReader.Refused("Audit:Feed:Syslog", "must be tls://host:port, or tcp://localhost:port for a relay on this machine");

    private static string KeyIn(string path)
    {
        try
        {
            var pem = File.ReadAllText(path);
            using var key = FeedSettings.KeyOf(pem);
            return pem;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw SettingsReader.Refused("Audit:Feed:Recipient", "must name a PEM file with an EC public key (P-256, P-384 or P-521) or a certificate of one");
        }
    }
}
