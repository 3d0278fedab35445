using Portal.Data.Postgres.Embedded;
using Portal.Features.Patients.Desk;

namespace Portal.Web.Hosting.Settings;

/// <summary>All that <c>Portal:</c> says about the shell, read and checked as one: half a configuration refuses the start (ASVS 13.2).</summary>
/// <param name="Https">Listeners and certificate.</param>
/// <param name="Proxies">Whose word about a request counts.</param>
/// <param name="Limits">How much one sender may ask for.</param>
/// <param name="Url">The address that people know the portal by; <c>null</c> where it is not set.</param>
/// <param name="OwnAccountAge">From what age the desk gives patients an account of their own.</param>
internal sealed record PortalSettings(HttpsSettings Https, ProxySettings Proxies, LimitSettings Limits, Uri? Url, OwnAccountAge OwnAccountAge)
{
    /// <exception cref="PortalSetupException">Something is unknown, unreadable or set by half; the message says what to do.</exception>
    public static PortalSettings Read(IConfiguration configuration)
    {
        KnownSettings.Check(configuration);
        RefuseFramework(configuration);
        var reader = new SettingsReader(configuration);
        return new PortalSettings(HttpsSettings.Read(reader), ProxySettings.Read(reader), LimitSettings.Read(reader), UrlOf(reader.Text("Url")),
            new OwnAccountAge(reader.Number("Desk:FromAge", unset: OwnAccountAge.Default.Years, least: 12, most: 21)));
    }

    // The framework would open listeners beside ours, plain ones too, and believe what anybody says of where he comes from.
    private static void RefuseFramework(IConfiguration configuration)
    {
        if (configuration["ForwardedHeaders_Enabled"] is not null || configuration["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] is not null)
        {
            throw new PortalSetupException("ASPNETCORE_FORWARDEDHEADERS_ENABLED would trust everybody's headers: remove it and list the proxies in Portal__Proxies.");
        }

        if (configuration.GetSection("Kestrel").GetChildren().Any())
        {
            throw new PortalSetupException("The portal does not read the section Kestrel: set Portal__Https__Address, Portal__Https__Port and Portal__Https__Certificate__Path instead.");
        }
    }

    private static Uri? UrlOf(string? text) => text is null ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps && url.Query.Length == 0 && url.Fragment.Length == 0 ? url
        : throw SettingsReader.Refused("Url", "must begin with https:// and have no query");
}
