using System.Data.Common;
using System.Net.Sockets;
using Portal.Kernel.Audit;

namespace Portal.Web.Hosting;

/// <summary>Which failures come from a database that cannot be reached or written to at the moment, so that trying again helps.</summary>
internal static class PassingFailure
{
    // Connection lost; server shutting down or starting; no resources (SQLSTATE classes 08, 57P, 53).
    private static readonly string[] States = ["08", "57P", "53"];

    private const string DiskFull = "53100";

    // ENOSPC, and what Windows calls it.
    private static readonly int[] NoSpace = [28, unchecked((int)0x80070070)];

    /// <summary>Whether it is the disk that is full: it passes too, but only once somebody makes space.</summary>
    public static bool IsDiskFull(Exception? failure) => failure switch
    {
        null => false,
        DbException { SqlState: DiskFull } => true,
        IOException full when NoSpace.Contains(full.HResult) => true,
        _ => IsDiskFull(failure.InnerException),
    };

    public static bool Is(Exception? failure) => failure switch
    {
        null => false,
        AuditUnavailableException or SocketException or TimeoutException => true,
        DbException { IsTransient: true } => true,
        DbException { SqlState: { } state } when States.Any(start => state.StartsWith(start, StringComparison.Ordinal)) => true,
        _ => Is(failure.InnerException),
    };
}
