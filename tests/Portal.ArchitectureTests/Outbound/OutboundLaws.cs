using System.Text.RegularExpressions;
using Mono.Cecil;
using Portal.ArchitectureTests.Reading;

namespace Portal.ArchitectureTests.Outbound;

/// <summary>Who may speak to other machines, and that nobody speaks to just anybody.</summary>
internal static partial class OutboundLaws
{
    private static readonly HashSet<string> Clients =
    [
        "HttpClient", "HttpMessageInvoker", "IHttpClientFactory", "WebClient", "WebRequest", "HttpWebRequest", "SmtpClient", "Socket", "TcpClient", "UdpClient", "ClientWebSocket", "SslStream", "Dns", "Ping",
    ];

    /// <summary>Whether a type makes or asks for a client of the network.</summary>
    public static bool Connects(TypeDefinition type) => type.Calls().Any(call =>
        Clients.Contains(call.DeclaringType.Name) || call.Name == "AddHttpClient" || (call.Name == "GetRequiredService" && call is GenericInstanceMethod one && Clients.Contains(one.GenericArguments[0].Name)));

    /// <summary>Whether a type asks the guard first.</summary>
    public static bool AsksGuard(TypeDefinition type) => type.Calls().Any(call => call.DeclaringType.Name == nameof(Portal.Kernel.Outbound.OutboundHosts));

    /// <summary>Whether a text switches the check of a certificate off, or puts one of its own in its place.</summary>
    public static bool TrustsAnything(string text) => Trust().IsMatch(text);

    [GeneratedRegex(
        @"Trust\s*Server\s*Certificate\s*=\s*(true|yes|1)|(Remote|ServerCustom|Server)?CertificateCustomValidationCallback|(Remote|Server)CertificateValidationCallback|UserCertificateValidationCallback|DangerousAcceptAny|CheckCertificateRevocationList\s*=\s*false|X509RevocationMode\.NoCheck|AllowUnknownCertificateAuthority|IgnoreInvalidName|SslPolicyErrors",
        RegexOptions.IgnoreCase,
        5000)]
    private static partial Regex Trust();
}
