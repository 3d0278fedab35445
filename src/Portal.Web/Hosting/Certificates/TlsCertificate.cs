using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Portal.Web.Hosting.Settings;

namespace Portal.Web.Hosting.Certificates;

/// <summary>A certificate with its key, and those that lead from it to the authority's root.</summary>
/// <param name="Leaf">The portal's own, with its private key.</param>
/// <param name="Chain">The ones in between; empty for a self-signed one.</param>
internal sealed record TlsCertificate(X509Certificate2 Leaf, X509Certificate2Collection Chain)
{
    /// <exception cref="CryptographicException">The file is no certificate, lacks its key, or does not go with it; its message holds nothing secret.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static TlsCertificate Read(CertificateFiles files, DateTimeOffset now)
    {
        var read = files.KeyPath is { } key ? OfPem(File.ReadAllText(files.Path), File.ReadAllText(key), files.Password) : OfPfx(files);
        if (!read.Leaf.HasPrivateKey)
        {
            throw new CryptographicException("The certificate's file holds no private key.");
        }

        return read.Leaf.NotAfter.ToUniversalTime() > now ? read : throw new CryptographicException("The certificate has ended.");
    }

    private static TlsCertificate OfPfx(CertificateFiles files)
    {
        var all = X509CertificateLoader.LoadPkcs12CollectionFromFile(files.Path, files.Password);
        var leaf = all.FirstOrDefault(one => one.HasPrivateKey) ?? throw new CryptographicException("The certificate's file holds no private key.");
        all.Remove(leaf);
        return new TlsCertificate(leaf, all);
    }

    private static TlsCertificate OfPem(string certificates, string key, string? password)
    {
        var leaf = password is null ? X509Certificate2.CreateFromPem(certificates, key) : X509Certificate2.CreateFromEncryptedPem(certificates, key, password);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(certificates);
        chain.RemoveAt(0);
        return new TlsCertificate(leaf, chain);
    }
}
