using Npgsql;

namespace Portal.Data.Postgres;

/// <summary>Tells a row that no partition takes from one that a check does not let in: both are SQLSTATE 23514, and only a check has a name.</summary>
internal static class MissingMonth
{
    /// <summary>Whether no partition takes it.</summary>
    public static bool Is(Exception failure) => failure is PostgresException { SqlState: PostgresErrorCodes.CheckViolation, ConstraintName: null or "" };
}
