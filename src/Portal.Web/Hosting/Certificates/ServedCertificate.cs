using System.Net.Security;
using System.Security.Cryptography;
using Portal.Data.Postgres.Embedded;
using Portal.Web.Hosting.Settings;

namespace Portal.Web.Hosting.Certificates;

/// <summary>The certificate that connections get now. Its files may change while the portal serves.</summary>
internal sealed class ServedCertificate
{
    private readonly HttpsSettings settings;
    private readonly string local;
    private readonly TimeProvider clock;
    private volatile Held held;

    /// <summary>Reads it for the first time.</summary>
    /// <param name="settings">Where it lies.</param>
    /// <param name="local">The folder of the self-signed one.</param>
    /// <param name="clock">Says what has ended.</param>
    /// <exception cref="PortalSetupException">It cannot be read or has ended.</exception>
    public ServedCertificate(HttpsSettings settings, string local, TimeProvider clock)
    {
        (this.settings, this.local, this.clock) = (settings, local, clock);
        try
        {
            held = Load(PrintOfFiles());
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            throw new PortalSetupException($"The certificate in Portal__Https__Certificate__Path cannot be used ({e.GetType().Name}): see that the file, its key and its password belong together, may be read, and have not ended.");
        }
    }

    /// <summary>What new handshakes use.</summary>
    public SslServerAuthenticationOptions Tls => held.Tls;

    public DateTimeOffset EndsAt => held.EndsAt;

    /// <summary>What tells the certificate from others, on every node alike, whatever form its files have.</summary>
    public string Thumbprint => held.Thumbprint;

    /// <summary>That it ends soon; the self-signed one renews itself and never says so.</summary>
    public CertificateEnd? End => settings.Certificate is null ? null : CertificateEnd.Of(EndsAt, clock.GetUtcNow());

    /// <summary>Takes the files' new content; where it is no good, the certificate in use stays.</summary>
    /// <returns>Whether there was something new, and what was wrong with it.</returns>
    public (bool IsNew, Exception? Fault) Look()
    {
        try
        {
            var print = PrintOfFiles();
            if (settings.Certificate is not null && print == held.Print)
            {
                return (false, null);
            }

            var found = Load(print);
            if (found.Print == held.Print)
            {
                return (false, null);
            }

            held = found;
            return (true, null);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            return (false, e);
        }
    }

    // The self-signed one is known by itself: it is made anew some weeks before its end.
    private Held Load(string? print)
    {
        var certificate = settings.Certificate is { } files
            ? TlsCertificate.Read(files, clock.GetUtcNow())
            : new TlsCertificate(Security.DevelopmentCertificate.LoadOrMake(local, clock), []);
        return new Held(TlsRules.For(certificate, settings.TlsOnly13), certificate.Leaf.NotAfter.ToUniversalTime(), certificate.Leaf.Thumbprint, print ?? certificate.Leaf.Thumbprint);
    }

    private string? PrintOfFiles()
    {
        if (settings.Certificate is not { } files)
        {
            return null;
        }

        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        all.AppendData(File.ReadAllBytes(files.Path));
        all.AppendData(files.KeyPath is { } key ? File.ReadAllBytes(key) : []);
        return Convert.ToHexString(all.GetHashAndReset());
    }

    private static bool IsUnreadable(Exception e) => e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException;

    private sealed record Held(SslServerAuthenticationOptions Tls, DateTimeOffset EndsAt, string Thumbprint, string Print);
}
