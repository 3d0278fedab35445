using System.Net;
using Portal.Web.Hosting.Certificates;
using Portal.Web.Hosting.Settings;

namespace Portal.Web.Hosting;

/// <summary>
/// The names that the portal answers to: the host of its public address, and those on its certificate, which somebody had to prove before. What a request says
/// of its host comes from its sender, and goes into redirects and links (ASVS 4.1.3; decision 0049).
/// </summary>
internal sealed class OwnNames(PortalSettings settings, ServedCertificate certificate)
{
    /// <summary>Whether a request is for this portal.</summary>
    public bool Hold(HostString host)
    {
        var name = host.Host.Trim('[', ']');
        return Uri.CheckHostName(name) is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6
            && (IsKnownBy(name) || certificate.Tls.ServerCertificateContext!.TargetCertificate.MatchesHostname(name, allowWildcards: true, allowCommonName: false));
    }

    private bool IsKnownBy(string name) => settings.Url is { } url
        && (name.Equals(url.IdnHost, StringComparison.OrdinalIgnoreCase) || name.Equals(url.Host, StringComparison.OrdinalIgnoreCase));
}

/// <summary>Answers 421 to requests for other names (RFC 9110, 15.5.20). Health is told to whoever asks: balancers ask for a number, and are told nothing but a status.</summary>
internal sealed class ForeignNames(RequestDelegate next, OwnNames own)
{
    private const string Sentence = "The portal is not known by this name. Use the address that you were given; whoever runs the portal sets it in Portal__Url.\n";

    public Task InvokeAsync(HttpContext http) => own.Hold(http.Request.Host) || http.Request.Path.StartsWithSegments("/health") ? next(http) : RefuseAsync(http);

    public static Task RefuseAsync(HttpContext http)
    {
        http.Response.StatusCode = (int)HttpStatusCode.MisdirectedRequest;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(Sentence);
    }
}
