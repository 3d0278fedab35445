using System.Net;

namespace Portal.Web.Hosting.Settings;

/// <summary>Where the portal listens, and with which certificate.</summary>
/// <param name="Address">The address to listen on; <c>null</c> for the loopback addresses alone.</param>
/// <param name="Port">The port of https.</param>
/// <param name="RedirectPort">The port of http, which answers with the way to https and nothing else; <c>null</c> for none.</param>
/// <param name="TlsOnly13">Whether TLS 1.2 is refused.</param>
/// <param name="Certificate">The certificate's files; <c>null</c> for the self-signed one of localhost.</param>
internal sealed record HttpsSettings(IPAddress? Address, int Port, int? RedirectPort, bool TlsOnly13, CertificateFiles? Certificate)
{
    public const int DefaultPort = 7443;

    public static HttpsSettings Read(SettingsReader reader)
    {
        var settings = new HttpsSettings(
            AddressOf(reader.Text("Https:Address")), reader.Port("Https:Port") ?? DefaultPort, reader.Port("Http:Port"), reader.Flag("Https:TlsOnly13"), CertificateOf(reader));
        if (settings is { Certificate: null, Address: { } address } && !IPAddress.IsLoopback(address))
        {
            throw SettingsReader.Refused("Https:Address", "opens the portal to other machines and wants a certificate in Portal__Https__Certificate__Path");
        }

        return settings.RedirectPort == settings.Port
            ? throw SettingsReader.Refused("Http:Port", "must be another port than the one of https")
            : settings;
    }

    private static IPAddress? AddressOf(string? text) => text switch
    {
        null or "localhost" => null,
        "*" => IPAddress.IPv6Any,
        _ => IPAddress.TryParse(text, out var address) ? address : throw SettingsReader.Refused("Https:Address", "must be an IP address of this machine, localhost, or * for all"),
    };

    private static CertificateFiles? CertificateOf(SettingsReader reader)
    {
        var (path, key, password) = (reader.Text("Https:Certificate:Path"), reader.Text("Https:Certificate:KeyPath"), reader.Text("Https:Certificate:Password"));
        if (path is null)
        {
            return key is null && password is null ? null : throw SettingsReader.Refused("Https:Certificate", "is set by half: name the certificate itself in Portal__Https__Certificate__Path");
        }

        return CertificateFiles.IsPem(path) && key is null
            ? throw SettingsReader.Refused("Https:Certificate:Path", "names a PEM file without its key, which belongs into Portal__Https__Certificate__KeyPath")
            : new CertificateFiles(path, key, password);
    }
}
