using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Portal.Web.Security;

/// <summary>A self-signed certificate for localhost, made at the first start and kept in the instance's <c>certs</c> folder, for its owner's eyes only.</summary>
internal static class DevelopmentCertificate
{
    private const string FileName = "localhost.pfx";

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(397);

    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(31);

    public static X509Certificate2 LoadOrMake(string folder, TimeProvider clock)
    {
        var path = Path.Combine(folder, FileName);
        return Load(path, clock) ?? Make(path, clock);
    }

    private static X509Certificate2? Load(string path, TimeProvider clock)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            var certificate = X509CertificateLoader.LoadPkcs12FromFile(path, null);
            return certificate.NotAfter.ToUniversalTime() - RenewBefore > clock.GetUtcNow() ? certificate : null;
        }
        catch (CryptographicException)
        {
            // A damaged file holds nothing that anybody needs: a new one takes its place.
            return null;
        }
    }

    private static X509Certificate2 Make(string path, TimeProvider clock)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(Names());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using var made = request.CreateSelfSigned(clock.GetUtcNow().AddHours(-1), clock.GetUtcNow() + Lifetime);
        var file = made.Export(X509ContentType.Pfx);
        Write(path, file);
        return X509CertificateLoader.LoadPkcs12(file, null);
    }

    private static X509Extension Names()
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        return names.Build();
    }

    private static void Write(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
        file.Write(content);
    }
}
