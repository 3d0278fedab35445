using FluentValidation;
using Microsoft.AspNetCore.Connections;
using Npgsql;
using Portal.Data.Postgres.Embedded;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Web.CommandLine;

/// <summary>The sentence to show for an error that a person at the prompt can mend.</summary>
internal static class Sentences
{
    private const int NoSpace = 28;
    private const int OverQuota = 122;

    /// <summary>The sentence, looked for in the causes too; <c>null</c> for an error that nobody expected, whose message could hold data.</summary>
    public static string? Of(Exception error) => IsFull(error) ? OfDatabase(PostgresErrorCodes.DiskFull) : OfCause(error);

    private static string? OfCause(Exception error) => Known(error) ?? (error.InnerException is { } cause ? OfCause(cause) : null);

    // Behind whatever could not be written because of it, the audit entry first of all.
    private static bool IsFull(Exception? error) =>
        error is not null && (error is PostgresException { SqlState: PostgresErrorCodes.DiskFull } || IsFull(error.InnerException));

    private static string? Known(Exception error) => error switch
    {
        PortalSetupException or KeyFileException or AuditUnavailableException or UnauthorizedAccessException or CommandException => error.Message,
        ValidationException invalid => string.Join(' ', invalid.Errors.Select(failure => failure.ErrorMessage)),
        AddressInUseException => "The port is taken: choose another one with --port.",
        PostgresException refused => OfDatabase(refused.SqlState),
        NpgsqlException => "The database cannot be reached: see that it runs, look into its log and start again.",
        IOException { HResult: NoSpace or OverQuota } => "There is no space left on the disk: free some and start again.",
        _ => null,
    };

    private static string OfDatabase(string state) => state switch
    {
        PostgresErrorCodes.DiskFull => "There is no space left for the database: free some and start again.",
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            "The database refused the password: put this instance's own key file back, or correct ConnectionStrings__Portal.",
        PostgresErrorCodes.InsufficientPrivilege => "The database refused the rights needed: name a connection of its owner in ConnectionStrings__PortalOwner.",
        _ => $"The database refused the work (SQLSTATE {state}): look into its log and start again.",
    };
}
