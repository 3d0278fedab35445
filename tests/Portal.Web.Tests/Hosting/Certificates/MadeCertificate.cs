using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Portal.Web.Tests.Hosting.Certificates;

/// <summary>Certificates for localhost as an authority would hand them out, in a folder of their own.</summary>
internal sealed class MadeCertificate : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("portal-tls-").FullName;

    public string Pem => Path.Combine(Folder, "portal.pem");

    public string KeyPem => Path.Combine(Folder, "portal.key");

    public string Pfx => Path.Combine(Folder, "portal.pfx");

    /// <summary>Makes one and writes it in both forms.</summary>
    /// <returns>Its thumbprint.</returns>
    public string Write(DateTimeOffset end, string? password = null)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), end);
        File.WriteAllText(Pem, made.ExportCertificatePem());
        File.WriteAllText(KeyPem, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllBytes(Pfx, made.Export(X509ContentType.Pfx, password));
        return made.Thumbprint;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
