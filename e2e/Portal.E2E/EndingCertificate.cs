using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Portal.E2E;

/// <summary>A certificate of localhost that ends in twenty days: it is given by files, as in real use, and its coming end is a finding from the first minute.</summary>
internal sealed class EndingCertificate : IDisposable
{
    // Closed to other users of the machine, as such folders are.
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("portal-e2e-tls-");

    public EndingCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(20));
        File.WriteAllText(PathOf("certificate.pem"), made.ExportCertificatePem());
        File.WriteAllText(PathOf("key.pem"), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>The settings that name it.</summary>
    public IEnumerable<KeyValuePair<string, string>> Settings =>
    [
        new("Portal__Https__Certificate__Path", PathOf("certificate.pem")), new("Portal__Https__Certificate__KeyPath", PathOf("key.pem")),
    ];

    public void Dispose() => folder.Delete(recursive: true);

    private string PathOf(string name) => Path.Combine(folder.FullName, name);
}
