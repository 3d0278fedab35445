using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Portal.Features.Patients;

/// <summary>Tells a change that another one forestalled from one that failed.</summary>
internal static class Clash
{
    /// <summary>A version that is gone, or a broken constraint (SQLSTATE class 23): here, a unique index that somebody else was quicker to fill.</summary>
    public static bool Is(Exception cause) =>
        cause is DbUpdateConcurrencyException
        || (cause as DbException ?? cause.InnerException as DbException)?.SqlState?.StartsWith("23", StringComparison.Ordinal) == true;
}
