using System.Net.Security;
using System.Security.Authentication;

namespace Portal.Web.Hosting.Certificates;

/// <summary>TLS 1.3, or 1.2 with forward secrecy and authenticated encryption (45 CFR 164.312(e); ASVS 12.1.1, 12.1.2).</summary>
internal static class TlsRules
{
    private static readonly TlsCipherSuite[] Suites =
    [
        TlsCipherSuite.TLS_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    ];

    /// <summary>What a handshake uses. One for each certificate: sessions are resumed by it.</summary>
    public static SslServerAuthenticationOptions For(TlsCertificate certificate, bool only13) => new()
    {
        // Offline: nothing is fetched from anywhere while people connect.
        ServerCertificateContext = SslStreamCertificateContext.Create(certificate.Leaf, certificate.Chain, offline: true),
        EnabledSslProtocols = only13 ? SslProtocols.Tls13 : SslProtocols.Tls12 | SslProtocols.Tls13,
        // Windows takes its suites from the machine's policy alone.
        CipherSuitesPolicy = OperatingSystem.IsWindows() ? null : new CipherSuitesPolicy(Suites),
        AllowRenegotiation = false,
        ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
    };
}
