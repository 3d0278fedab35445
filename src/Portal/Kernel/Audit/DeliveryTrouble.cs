using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using Portal.Kernel.Audit.Checkpoints;
using Portal.Kernel.Outbound;

namespace Portal.Kernel.Audit;

/// <summary>Why a place outside did not take something, as a short code of our own: what a failure itself says can name machines and paths.</summary>
internal static class DeliveryTrouble
{
    /// <summary>It takes what it is brought, and lacks more.</summary>
    public const string Slow = "slow";

    /// <summary>How far it is was altered in the database, and is not believed.</summary>
    public const string Altered = "altered";

    /// <summary>The code; the kind of the failure where there is no word for it.</summary>
    public static string Of(Exception failure) => failure switch
    {
        BucketException { Fault: BucketFault.NotLocked } => "not-locked",
        BucketException => "other-content",
        HttpRequestException { StatusCode: { } status } => string.Create(CultureInfo.InvariantCulture, $"answered-{(int)status}"),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } or AuthenticationException => "certificate",
        HttpRequestException or SocketException => "unreachable",
        OutboundRefusedException => "not-configured",
        TimeoutException or OperationCanceledException => "no-answer",
        UnauthorizedAccessException or DirectoryNotFoundException => "no-access",
        IOException => "broke-off",
        _ => failure.GetType().Name,
    };
}
