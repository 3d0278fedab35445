using Npgsql;
using Portal.Data.Postgres.Embedded;
using Portal.Tests.Data.Embedded;

namespace Portal.Tests.Data;

/// <summary>SQL by hand, past the product.</summary>
internal static class Attack
{
    /// <summary>Runs SQL as a role; parameters are <c>$1</c>, <c>$2</c> and so on.</summary>
    public static async Task<object?> RunAsync(this TestDatabase database, DatabaseRole role, string sql, params object[] values)
    {
        await using var connection = await database.OpenAsync(role);
        return await RunAsync(connection, sql, values);
    }

    /// <summary>The strongest attacker with SQL: the superuser, with row security and triggers out of the way.</summary>
    public static async Task<object?> AsSuperuserAsync(this TestDatabase database, string sql, params object[] values)
    {
        await using var connection = await database.OpenAsync(DatabaseRole.Superuser);
        await RunAsync(connection, "SET session_replication_role = replica");
        try
        {
            return await RunAsync(connection, sql, values);
        }
        finally
        {
            await RunAsync(connection, "RESET session_replication_role");
        }
    }

    public static async Task<object?> RunAsync(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return await command.ExecuteScalarAsync();
    }

    /// <summary>Fails unless the role may not run the SQL.</summary>
    public static async Task DeniedAsync(this TestDatabase database, DatabaseRole role, string sql)
    {
        var refusal = await Should.ThrowAsync<PostgresException>(() => database.RunAsync(role, sql), $"{role}: {sql}");
        refusal.SqlState.ShouldBeOneOf([PostgresErrorCodes.InsufficientPrivilege, PostgresErrorCodes.ReadOnlySqlTransaction]);
    }
}
