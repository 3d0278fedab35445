using System.Globalization;
using Npgsql;
using Portal.Data.Postgres.Embedded;

namespace Portal.Benchmarks.Audit;

/// <summary>
/// Two years of a made-up hospital's audit log, written by the server itself into the log's own tables and through its indexes, in the order of time and each entry in a transaction number
/// of its own: 5,000 staff (some far busier than others), 200,000 patients. Most entries are reads of one patient's record: of those on the reader's ward, who stay four days, of that day's
/// outpatients, now and then of anybody; then sign-ins, lists of 20 patients, and patients' own reads. MACs are random bytes: their size is measured here, not their truth.
/// </summary>
internal sealed class Generator(BenchInstance instance)
{
    public const int Months = 24;

    private const double EntriesInSession = 11.5;

    private const string Month = """
        CREATE TEMP TABLE IF NOT EXISTS sessions (n int, session uuid, d int, t timestamptz, own boolean, staff int, self int, r float8);
        TRUNCATE sessions;
        INSERT INTO sessions
        SELECT (SELECT coalesce(max(no), 0) FROM audit.contexts) + row_number() OVER (ORDER BY t), x.* FROM (
            SELECT gen_random_uuid(), day::date - DATE '2000-01-01', day + (6 + 13 * ((random() + random() + random()) / 3)) * interval '1 hour' AS t,
                random() < 0.3, floor(5000 * power(random(), 1.8))::int, floor(200000 * power(random(), 1.3))::int, random()
            FROM generate_series({0}, {1}, interval '1 day') day, generate_series(1, ({2} * CASE WHEN extract(isodow FROM day) > 5 THEN 0.65 ELSE 1.15 END)::int)) x;

        INSERT INTO audit.contexts (no, session, account, ip, agent, node) OVERRIDING SYSTEM VALUE
        SELECT n, session, md5((CASE WHEN own THEN 'p' || self ELSE 's' || staff END))::uuid, inet '10.0.0.0' + (CASE WHEN own THEN 70000 + self ELSE staff END),
            'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/' || 130 + staff % 12 || '.0.0.0 Safari/537.36', 'portal-' || staff % 3
        FROM sessions ORDER BY n;

        INSERT INTO audit.entries (at, xact, id, context, subject, categories, role, action, resource, purpose, outcome, mac, resource_id, reason, others)
        SELECT at, (3000 + row_number() OVER (ORDER BY at) + (SELECT count(*) FROM audit.entries))::text::xid8,
            (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(h, 1, 3) || '8' || substr(h, 4, 15))::uuid, n,
            keys[1], CASE kind WHEN 'sign' THEN 8 WHEN 'list' THEN 1 ELSE 2 END, CASE WHEN own THEN 1 ELSE (ARRAY[2, 5, 6])[1 + staff % 3] END,
            CASE kind WHEN 'sign' THEN CASE WHEN i > 2 THEN 10 ELSE 9 END WHEN 'list' THEN 5 WHEN 'read' THEN CASE WHEN r4 < 0.08 THEN 3 ELSE 1 END ELSE 1 END,
            CASE kind WHEN 'sign' THEN 3 ELSE 1 END, CASE WHEN own THEN 4 ELSE 1 END, CASE WHEN r4 > 0.98 THEN 2 ELSE 1 END, uuid_send(gen_random_uuid()),
            CASE WHEN kind = 'read' AND r4 < 0.08 THEN gen_random_uuid() END, CASE WHEN r4 > 0.98 THEN 'NoGround' END, CASE WHEN cardinality(keys) > 1 THEN keys[2:] END
        FROM (
            SELECT e.*, md5(random()::text) AS h, random() AS r4, CASE kind
                WHEN 'list' THEN (SELECT array_agg(DISTINCT ((1 + abs(hashint8(((staff % {3}) * 100 + b)::bigint * 100000 + (d + b + staff % {3}) / 4)) % 200000) << 5) | bits)
                                  FROM (SELECT (b0 + i * 7) % 30 AS b FROM generate_series(0, 19) b0) beds)
                WHEN 'read' THEN ARRAY[((1 + CASE
                    WHEN r2 < 0.6 THEN abs(hashint8(((staff % {3}) * 100 + bed)::bigint * 100000 + (d + bed + staff % {3}) / 4)) % 200000
                    WHEN r2 < 0.95 THEN abs(hashint8(1000000000000 + d * 20000::bigint + floor(r3 * {4})::int)) % 200000
                    ELSE floor(r3 * 200000)::int END) << 5) | bits]
                WHEN 'own' THEN ARRAY[((1 + self) << 5) | bits] END AS keys
            FROM (
                SELECT s.*, i, at, ((at AT TIME ZONE 'UTC')::date - DATE '1970-01-01') & 31 AS bits, r2, r3, floor(r3 * 30)::int AS bed, CASE
                    WHEN i <= 2 THEN 'sign' WHEN own THEN CASE WHEN i = 6 THEN 'sign' ELSE 'own' END
                    WHEN i = 3 OR r1 < 0.02 THEN 'list' WHEN i > 15 AND r1 < 0.32 THEN 'sign' ELSE 'read' END AS kind
                FROM sessions s, LATERAL (
                    SELECT i, s.t + i * (20 + 200 * random()) * interval '1 second' + random() * interval '1 second' AS at, random() AS r1, random() AS r2, random() AS r3
                    FROM generate_series(1, CASE WHEN own THEN 3 + floor(4 * s.r)::int ELSE 4 + floor(-11 * ln(1 - s.r))::int END) i) steps
            ) e
        ) f ORDER BY at;
        """;

    public async Task<long> FillAsync(long entries)
    {
        await using var superuser = new NpgsqlConnection(instance.ConnectionString(DatabaseRole.Superuser) + ";Command Timeout=0");
        await superuser.OpenAsync();
        await RunAsync(superuser, "SET statement_timeout = 0; SET synchronous_commit = off; SET timezone = 'UTC'; SELECT setseed(0.42)");
        await RunAsync(superuser, "INSERT INTO audit.subjects (patient) SELECT md5('patient' || n)::uuid FROM generate_series(1, 200000) n");
        var now = TimeProvider.System.GetUtcNow();
        var first = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(-Months);
        var daily = entries / (365.25 / 12 * Months) / EntriesInSession;
        // A smaller log is that of a smaller house: as many entries of a patient who is there. A larger one has more of each.
        var part = Math.Min(1, entries / 10_000_000.0);
        for (var month = 0; month < Months; month++)
        {
            var (from, to) = (first.AddMonths(month), first.AddMonths(month + 1));
            await instance.ExecuteAsync($"SELECT audit.add_partition('entries', '{from:yyyy_MM}', 'FOR VALUES FROM (''{from:O}'') TO (''{to:O}'')')");
            await RunAsync(superuser, string.Format(
                CultureInfo.InvariantCulture, Month, $"timestamptz '{from:O}'", $"timestamptz '{to.AddDays(-1):O}'", daily, Math.Max(1, (int)(60 * part)), Math.Max(1, (int)(1000 * part))));
        }

        await RunAsync(superuser, "SELECT setval(pg_get_serial_sequence('audit.contexts', 'no'), (SELECT max(no) FROM audit.contexts))");
        await RunAsync(superuser, "VACUUM ANALYZE audit.entries");
        await RunAsync(superuser, "VACUUM ANALYZE audit.contexts");
        await RunAsync(superuser, "VACUUM ANALYZE audit.subjects");
        return (long)(await RunAsync(superuser, "SELECT count(*) FROM audit.entries"))!;
    }

#pragma warning disable CA2100 // the benchmark's own text
    private static async Task<object?> RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
#pragma warning restore CA2100
}
