using Portal.Kernel.Audit.Checkpoints;

namespace Portal.Web.Hosting.Settings;

/// <summary>Reads <c>Portal:Audit:Checkpoints</c>: where checkpoints of the audit log go beyond the database (ADR 0051).</summary>
internal static class CheckpointReader
{
    public static CheckpointSettings Read(SettingsReader reader)
    {
        var (file, url, token) = (reader.Text("Audit:Checkpoints:File"), reader.Text("Audit:Checkpoints:Url"), reader.Text("Audit:Checkpoints:Token"));
        if (file is not null && !Path.IsPathFullyQualified(file))
        {
            throw SettingsReader.Refused("Audit:Checkpoints:File", "must be a whole path");
        }

        if (url is null && token is not null)
        {
            throw SettingsReader.Refused("Audit:Checkpoints:Token", "means nothing without Portal__Audit__Checkpoints__Url");
        }

        return new CheckpointSettings(file, url is null ? null : UrlOf(url), token, new BucketReader(reader).Read());
    }

    private static Uri UrlOf(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps && url.UserInfo.Length == 0
        ? url
        : throw SettingsReader.Refused("Audit:Checkpoints:Url", "must be an https address without a name or password in it");
}
