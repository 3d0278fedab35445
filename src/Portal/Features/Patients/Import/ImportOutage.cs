using System.Data.Common;
using System.Net.Sockets;

namespace Portal.Features.Patients.Import;

/// <summary>Tells what ends an import (the database is gone or full) from what is wrong with one batch.</summary>
internal static class ImportOutage
{
    public static bool Is(Exception error) => error switch
    {
        UnauthorizedAccessException or TimeoutException or SocketException or OutOfMemoryException => true,
        // SQLSTATE class 22 is a value that a column does not take: the content's fault.
        DbException { SqlState: { } state } => !state.StartsWith("22", StringComparison.Ordinal),
        DbException => true,
        _ => error.InnerException is { } cause && Is(cause),
    };
}
