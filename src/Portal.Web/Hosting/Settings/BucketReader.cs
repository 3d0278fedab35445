using System.Text.RegularExpressions;
using Portal.Kernel.Audit.Checkpoints;

namespace Portal.Web.Hosting.Settings;

/// <summary>Reads <c>Portal:Audit:Checkpoints:S3</c>: a bucket with Object Lock for checkpoints of the audit log (ADR 0082). Half of it refuses the start.</summary>
internal sealed partial class BucketReader(SettingsReader reader)
{
    private const string Section = "Audit:Checkpoints:S3";

    private static readonly string[] Needed = ["Region", "AccessKey", "SecretKey", "SecretKeyFile"];

    public CheckpointBucket? Read()
    {
        if (reader.Text($"{Section}:Url") is not { } url)
        {
            return Array.Find(Needed, name => reader.Text($"{Section}:{name}") is not null) is { } set
                ? throw SettingsReader.Refused($"{Section}:{set}", $"means nothing without {SettingsReader.Variable($"{Section}:Url")}")
                : null;
        }

        var secret = SecretReader.Read(reader, $"{Section}:SecretKey") ?? throw SettingsReader.Refused($"{Section}:SecretKey", "(or …__SecretKeyFile) must hold the key that signs requests");
        return new CheckpointBucket(UrlOf(url), Plain("Region", "must name the service's region, such as eu-north-1"), Plain("AccessKey", "must be the id of the key that signs requests"), secret, RetentionReader.KeepYears(reader));
    }

    private static Uri UrlOf(string text) =>
        Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps && url.UserInfo.Length == 0 && PlainPath().IsMatch(url.PathAndQuery) && url.Fragment.Length == 0
            ? url
            : throw SettingsReader.Refused($"{Section}:Url", "must be the bucket's https address, with letters, digits and - . _ / alone in its path");

    private string Plain(string name, string rule) => reader.Text($"{Section}:{name}") is { } text && PlainWord().IsMatch(text) ? text : throw SettingsReader.Refused($"{Section}:{name}", rule);

    [GeneratedRegex("^(/|(/[A-Za-z0-9._-]+)+/)$", RegexOptions.None, 1000)]
    private static partial Regex PlainPath();

    [GeneratedRegex("^[A-Za-z0-9._-]+$", RegexOptions.None, 1000)]
    private static partial Regex PlainWord();
}
