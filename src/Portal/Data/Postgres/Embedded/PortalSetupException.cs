using Npgsql;

namespace Portal.Data.Postgres.Embedded;

/// <summary>
/// Something on this machine keeps the portal from starting. The message is one plain sentence that says what to do,
/// and never holds personal data, so it can be shown and logged as it is.
/// </summary>
public sealed class PortalSetupException : Exception
{
    private const int NoSpaceErrno = 28;
    private const int QuotaErrno = 122;

    /// <summary>Makes the exception from the sentence to show.</summary>
    public PortalSetupException(string message) : base(message) { }

    /// <summary>Makes the exception from the sentence to show and what caused it.</summary>
    public PortalSetupException(string message, Exception? cause) : base(message, cause) { }

    /// <summary>
    /// The plain sentence for an error that the machine causes (no space left, file not writable), whether it came
    /// from a file or from the database; null for every other error, which the caller then lets through.
    /// </summary>
    public static PortalSetupException? Explain(Exception error, DataFolder folder) => error switch
    {
        PortalSetupException setup => setup,
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => NoSpace(folder.Root, error),
        IOException when IsNoSpace(error) => NoSpace(folder.Root, error),
        UnauthorizedAccessException => NotWritable(folder.Root, error),
        _ when error.InnerException is { } inner => Explain(inner, folder),
        _ => null,
    };

    internal static bool IsNoSpace(Exception error) => error is IOException { HResult: NoSpaceErrno or QuotaErrno };

    internal static PortalSetupException NoSpace(string path, Exception? cause = null) => new(
        $"There is no space left for the portal's data in {path}: free some space there, or choose another folder with --data.", cause);

    internal static PortalSetupException NotWritable(string path, Exception? cause = null) => new(
        $"The portal cannot write to {path}: make it a folder that this user may write to, or choose another one with --data.", cause);
}
