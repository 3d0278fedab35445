using System.CommandLine;

namespace Portal.Web.CommandLine;

/// <summary>The portal's own address in links that verbs print.</summary>
internal static class PortalAddress
{
    private const string Default = "https://localhost:7443";

    public static Option<string?> Option() =>
        new("--url") { Description = $"The portal's address in the link (default: Portal__Url, or {Default}).", HelpName = "URL" };

    /// <summary>What was given, what the instance has, or this machine.</summary>
    /// <exception cref="CommandException">It is none that people can be sent to.</exception>
    public static Uri Of(string? given, string data)
    {
        var text = given ?? InstanceSettings.Read(data).Configuration["Portal:Url"] ?? Default;
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps && address.Query.Length == 0 && address.Fragment.Length == 0
            ? address
            : throw new CommandException("The portal's address must begin with https:// and have no query: correct --url or Portal__Url.");
    }
}
