using Npgsql;
using Portal.Data.Postgres;
using Portal.Data.Postgres.Embedded;
using Portal.Kernel.Audit;

namespace Portal.Tests.Data.Postgres;

/// <summary>Entries that are read as they are stored mean what the view of the log says, whatever somebody with SQL put into them.</summary>
public sealed class StoredRowsTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    // In a transaction that is rolled back: one with a list inside a list, which the view cannot show, stands alone below.
    private const string Odd = """
        ALTER TABLE audit.contexts DROP CONSTRAINT "CK_contexts_ip";
        ALTER TABLE audit.entries DROP CONSTRAINT "CK_entries_at";
        INSERT INTO audit.contexts (no, account, session, job, ip, agent, node) OVERRIDING SYSTEM VALUE VALUES
            (2000001, md5('a')::uuid, md5('s')::uuid, NULL, '10.1.0.1', 'A browser', 'node-a'), (2000002, NULL, NULL, 'a job', '10.1.0.1/16', NULL, 'node-b'), (2000003, NULL, NULL, NULL, 'fe80::1', '', '');
        INSERT INTO audit.subjects (no, patient) OVERRIDING SYSTEM VALUE SELECT 2000000 + n, md5('p' || n)::uuid FROM generate_series(1, 3) n;
        INSERT INTO audit.entries (at, id, context, subject, others, categories, role, action, resource, purpose, outcome, mac, resource_id, break_glass, reason)
        SELECT at, md5(row::text)::uuid, context, subject, others, 3, 2, 1, 1, 1, 1, sha256(row::text::bytea), resource, resource, 'reason' FROM (VALUES
            (1, timestamptz '2024-05-03 23:59:59.999999Z', 2000001, (2000001 << 5) | (19846 & 31), NULL::int[], NULL::uuid),
            (2, timestamptz '2024-05-03Z', 2000001, (2000001 << 5) | (19846 & 31), ARRAY[(2000003 << 5) | (19846 & 31), (2000002 << 5) | (19846 & 31)], md5('r')::uuid),
            (3, timestamptz '2024-05-03Z', 2000002, (2000001 << 5) | (19847 & 31), NULL, NULL), -- another day
            (4, timestamptz '2024-05-03Z', 2000003, NULL, NULL, NULL),
            (5, timestamptz '2024-05-03Z', 2999999, NULL, '{}', NULL), -- a context that is gone, an empty list
            (6, timestamptz '2024-05-03Z', 2000001, NULL, ARRAY[(2000001 << 5) | (19846 & 31), NULL], NULL),
            (7, timestamptz '2024-05-03Z', 2000001, (2999999 << 5) | (19846 & 31), NULL, NULL), -- a subject that is gone
            (8, timestamptz 'infinity', 2000001, 2000001 << 5, NULL, NULL),
            (9, timestamptz '-infinity', 2000001, 2000001 << 5, NULL, NULL),
            (10, timestamptz '20000-01-01Z', 2000001, (2000001 << 5) | ((timestamptz '20000-01-01Z' AT TIME ZONE 'UTC')::date - DATE '1970-01-01') & 31, NULL, NULL),
            (11, timestamptz '1969-12-31 12:00Z', 2000001, (2000001 << 5) | (-1 & 31), NULL, NULL),
            (12, timestamptz '2024-05-03Z', 2000001, -1, NULL, NULL)) odd (row, at, context, subject, others, resource);
        """;

    private const string All = "WHERE e.mac = ANY (SELECT sha256(n::text::bytea) FROM generate_series(1, 12) n) ORDER BY e.at, e.id";

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task What_is_read_as_stored_is_what_the_view_of_the_log_shows()
    {
        await using var connection = await portal.Database.OpenAsync(DatabaseRole.Superuser);
        await using var transaction = await connection.BeginTransactionAsync();
        await RunAsync(connection, "SET LOCAL timezone = 'UTC';" + Odd);
        var shown = await new NpgsqlCommand($"SELECT {PostgresAuditStore.Columns} FROM audit.log e {All}", connection).ListAsync(PostgresAuditStore.Read, default);

        var read = await PostgresStoredRows.PlacedAsync(new NpgsqlCommand($"SELECT {PostgresStoredRows.Columns} FROM audit.entries e {All}", connection), known: null, default);

        read.Count.ShouldBe(12);
        read.Select(placed => Text(placed.Signed)).ShouldBe(shown.Select(Text));
        read.Select(placed => placed.Xact).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_list_within_a_list_names_nobody_and_stops_no_one_who_reads()
    {
        await using var connection = await portal.Database.OpenAsync(DatabaseRole.Superuser);
        await using var transaction = await connection.BeginTransactionAsync();
        await RunAsync(connection, """
            INSERT INTO audit.entries (at, id, context, others, categories, role, action, resource, purpose, outcome, mac)
            VALUES ('2024-05-03Z', md5('odd')::uuid, 1, ARRAY[ARRAY[1, 2], ARRAY[3, 4]], 3, 2, 1, 1, 1, 1, 'x')
            """);

        var read = await PostgresStoredRows.PlacedAsync(
            new NpgsqlCommand($"SELECT {PostgresStoredRows.Columns} FROM audit.entries e WHERE e.id = md5('odd')::uuid", connection), known: null, default);

        read.ShouldHaveSingleItem().Entry.Patients.ShouldHaveSingleItem().Value.ShouldBe(Guid.Empty);
    }

    private static string Text(SignedEntry signed) =>
        $"{signed.Entry with { Patients = [] }} {string.Join(',', signed.Entry.Patients.Select(patient => patient.Value))} {Convert.ToHexString(signed.Mac)} {Convert.ToHexString(EntryEncoding.Whole(signed.Entry))}";

#pragma warning disable CA2100 // constants of this file
    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
#pragma warning restore CA2100
}
