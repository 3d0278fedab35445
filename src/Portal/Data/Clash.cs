using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Portal.Data;

/// <summary>Tells a change that another one forestalled from one that failed.</summary>
internal static class Clash
{
    // SQLSTATE of PostgreSQL.
    private const string UniqueViolation = "23505";

    /// <summary>A version that is gone, or a broken constraint (SQLSTATE class 23): here, a unique index that somebody else was quicker to fill.</summary>
    public static bool Is(Exception cause) =>
        cause is DbUpdateConcurrencyException || StateOf(cause)?.StartsWith("23", StringComparison.Ordinal) == true;

    /// <summary>A unique index that another row had filled, and nothing else: what a person may be told as "it is there already".</summary>
    public static bool IsDuplicate(Exception cause) => StateOf(cause) == UniqueViolation;

    private static string? StateOf(Exception cause) => (cause as DbException ?? cause.InnerException as DbException)?.SqlState;
}
