using System.Diagnostics;
using Npgsql;
using Portal.Data;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Patients.Care;
using Portal.Features.Patients.Care.Exclusions;
using Portal.Features.Patients.Care.Marks;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Benchmarks;

/// <summary>
/// The decision whether a clinician opens a record (facts from the database under row security, seals, judgement; without the entry that follows it) at 200,000 patients and
/// 5,000 staff, against the bare indexed queries that it needs, prepared, on a pooled connection and past row security.
/// </summary>
internal static class AccessBench
{
    private const int Patients = 200_000;
    private const int Staff = 5_000;
    private const int Each = 4;
    private const int AtOnce = 10_000;
    private const int Calls = 2_000;

    private static readonly AccessRequest Read = new(Permission.ReadClinical, AuditAction.Read, AuditResource.Patient, DataCategories.Clinical);

    public static async IAsyncEnumerable<Result> RunAsync()
    {
        await using var instance = await BenchInstance.StartAsync();
        var (patients, staff) = (Ids(Patients, 1), Ids(Staff, 2));
        await FillAsync(instance, patients, staff);
        await using var bare = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(instance.ConnectionString(DatabaseRole.Owner)) { MaxAutoPrepare = 64 }.ConnectionString);
        foreach (var (what, shift, opens) in new[] { ("on the team", 0, true), ("with no tie", 1, false) })
        {
            var (ours, peer) = (new double[Calls], new double[Calls]);
            for (var call = -Calls / 4; call < Calls; call++)
            {
                var number = (call + Calls) * 7919 % Patients;
                var (patient, account) = (new PatientId(patients[number]), new AccountId(staff[StaffOf(number, 0, shift)]));
                var mine = await TimeAsync(() => DecideAsync(instance, account, patient, opens));
                var other = await TimeAsync(() => AskBareAsync(bare, account, patient, opens));
                if (call >= 0)
                {
                    (ours[call], peer[call]) = (mine, other);
                }
            }

            var (p95, bareP95) = (Rounds.Percentile(ours, 0.95), Rounds.Percentile(peer, 0.95));
            yield return Result.Alone("access", $"p95 of a decision, {what}, {Patients} patients and {Staff} staff", p95, "ms", Limit.OursAtMost(2));
            yield return Result.Of("access", $"p95 of the same against its bare indexed queries, {what}", p95, bareP95, "ms", Limit.RatioAtMost(2));
            yield return Result.Of("access", $"p50 of the same, {what}", Rounds.Median(ours), Rounds.Median(peer), "ms");
        }
    }

    private static async Task DecideAsync(BenchInstance instance, AccountId account, PatientId patient, bool opens)
    {
        var actor = Actor.Person(account, Role.Clinician, new SessionId(account.Value), Origin.Local);
        Expect.That((await instance.Get<AccessJudge>().OneAsync(actor, Purpose.Treatment, Read, patient, default)).Opens == opens);
    }

    private static async Task AskBareAsync(NpgsqlDataSource source, AccountId account, PatientId patient, bool opens)
    {
        await using var connection = await source.OpenConnectionAsync();
        await AskAsync(connection, "SELECT * FROM care.exclusions WHERE patient_id = $1", patient.Value);
        await AskAsync(connection, "SELECT * FROM care.relationships WHERE account_id = $2 AND patient_id = $1 AND start <= now() AND (\"end\" IS NULL OR \"end\" > now())", patient.Value, account.Value);
        await AskAsync(connection, "SELECT * FROM care.marks WHERE patient_id = $1", patient.Value);
        if (!opens)
        {
            // Whether the glass was broken is asked where nothing else opens.
            await AskAsync(connection, "SELECT * FROM care.grants WHERE account_id = $2 AND patient_id = $1 AND ended_at IS NULL AND until > now()", patient.Value, account.Value);
        }
    }

    private static async Task AskAsync(NpgsqlConnection connection, string sql, params Guid[] values)
    {
#pragma warning disable CA2100 // the benchmark's own text
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = value });
        }

        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            _ = reader.GetGuid(0);
        }
    }

    // Each patient has four who treat: two on the team, one by an encounter, one by a referral. One in fifty is marked, one in two hundred excludes somebody.
    private static async Task FillAsync(BenchInstance instance, Guid[] patients, Guid[] staff)
    {
        var now = TimeProvider.System.GetUtcNow();
        foreach (var numbers in Enumerable.Range(0, patients.Length).Chunk(AtOnce))
        {
            await using var db = instance.Open();
            await using var transaction = await db.Database.BeginTransactionAsync();
            await BenchPatients.AppendAsync(instance, db);
            var bulk = instance.Get<PortalDatabase>().Bulk;
            await bulk.InsertAsync(db, [.. numbers.SelectMany(number => Enumerable.Range(0, Each).Select(at => Tie(patients[number], staff[StaffOf(number, at, 0)], at, now)))], default);
            await bulk.InsertAsync(
                db,
                [.. numbers.Where(number => number % 50 == 0).Select(number => new SensitiveMark { Id = Guid.NewGuid(), PatientId = new PatientId(patients[number]), SetBy = new AccountId(staff[0]), SetAt = now })],
                default);
            await bulk.InsertAsync(
                db,
                [.. numbers.Where(number => number % 200 == 0).Select(number => new Exclusion { Id = Guid.NewGuid(), PatientId = new PatientId(patients[number]), AccountId = new AccountId(staff[StaffOf(number, 9, 0)]), Since = now })],
                default);
            await transaction.CommitAsync();
        }

        await instance.ExecuteAsync("ANALYZE care.relationships; ANALYZE care.marks; ANALYZE care.exclusions;");
    }

    private static CareRelationship Tie(Guid patient, Guid account, int at, DateTimeOffset now) => new()
    {
        Id = Guid.NewGuid(),
        PatientId = new PatientId(patient),
        AccountId = new AccountId(account),
        Source = at switch { 2 => CareSource.Encounter, 3 => CareSource.Referral, _ => CareSource.Assigned },
        Start = DateTimeOffset.UnixEpoch,
        End = at < 2 ? null : now.AddDays(30),
    };

    // One further on treats nobody of the same patient.
    private static int StaffOf(int number, int at, int shift) => ((number * 10) + at + (shift * 5)) % Staff;

    private static Guid[] Ids(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var bytes = new byte[16];
            random.NextBytes(bytes);
            return new Guid(bytes);
        })];
    }

    private static async Task<double> TimeAsync(Func<Task> action)
    {
        var watch = Stopwatch.StartNew();
        await action();
        return watch.Elapsed.TotalMilliseconds;
    }
}
