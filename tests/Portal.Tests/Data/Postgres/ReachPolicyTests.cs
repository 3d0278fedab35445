using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Portal.Data;
using Portal.Data.Postgres.Embedded;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Data.Postgres;

/// <summary>SQL by hand through the very connections that the product opens: what a transaction was not given, it does not see, whatever it asks for.</summary>
[Trait("Norm", "164.312(a)(1)")]
[Trait("Norm", "8.2.2")]
public sealed class ReachPolicyTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private const DataCategories All = (DataCategories)127;

    private static readonly Actor Clinician = Actor.Person(AccountId.New(), Role.Clinician, SessionId.New(), Origin.Local);
    private static readonly Actor Myself = Actor.Person(AccountId.New(), Role.Patient, SessionId.New(), Origin.Local);
    private static readonly Actor Job = Actor.System("test");

    [Fact]
    public async Task Without_a_reach_every_table_is_empty_and_takes_nothing()
    {
        var (tables, mine, other) = await TwoPatientsAsync();
        await using var db = portal.Get<PortalDatabase>().Open();

        foreach (var table in tables)
        {
            (await RunAsync(db, $"SELECT count(*) FROM {table.Name}")).ShouldBe("0", table.Name);
            (await RunAsync(db, table.InsertFor(mine))).ShouldBe(PostgresErrorCodes.InsufficientPrivilege, table.Name);
            await ChangesNothingAsync(db, table, mine);
        }

        await StillThereAsync(tables, mine, other);
    }

    [Fact]
    public async Task With_one_patient_opened_every_table_shows_and_takes_that_patients_rows_alone()
    {
        var (tables, mine, other) = await TwoPatientsAsync();
        await using var db = await portal.Get<PortalDatabase>().OpenAsync(Reach.Of(Clinician, [mine], All), default);

        foreach (var table in tables)
        {
            (await RunAsync(db, $"SELECT string_agg(DISTINCT patient_id::text, ' ') FROM {table.Name}")).ShouldBe(mine.Value.ToString(), table.Name);
            (await RunAsync(db, table.InsertFor(mine))).ShouldBeOneOf(["done", PostgresErrorCodes.UniqueViolation], table.Name);
            (await RunAsync(db, table.InsertFor(other))).ShouldBe(PostgresErrorCodes.InsufficientPrivilege, table.Name);
            await ChangesNothingAsync(db, table, other);
        }

        await StillThereAsync(tables, mine, other);
    }

    [Theory]
    [InlineData(DataCategories.Identity, "pii roster keys care.relationships care.marks care.exclusions")]
    [InlineData(DataCategories.Clinical, "clinical keys care.relationships care.marks care.exclusions")]
    [InlineData(DataCategories.Billing, "billing keys care.marks care.exclusions")]
    [InlineData(DataCategories.Source, "source keys care.marks care.exclusions")]
    [InlineData(DataCategories.None, "care.marks care.exclusions")] // that there is one is what a decision asks before anything is opened
    [Trait("Norm", "164.502(b), .514(d)")]
    public async Task A_category_that_was_not_opened_is_empty(DataCategories categories, string schemas)
    {
        var (tables, mine, _) = await TwoPatientsAsync();
        await using var db = await portal.Get<PortalDatabase>().OpenAsync(Reach.Of(Clinician, [mine], categories), default);

        foreach (var table in tables)
        {
            (await RunAsync(db, $"SELECT count(*) > 0 FROM {table.Name}")).ShouldBe($"{schemas.Split(' ').Any(one => one == table.Name || one == table.Name.Split('.')[0])}", table.Name);
        }
    }

    [Fact]
    public async Task A_job_reaches_every_table_and_says_which_it_is()
    {
        var (tables, mine, other) = await TwoPatientsAsync();
        await using var db = await portal.Get<PortalDatabase>().OpenAsync(Reach.Job(Job), default);

        foreach (var table in tables)
        {
            (await RunAsync(db, $"SELECT count(DISTINCT patient_id) FROM {table.Name} WHERE patient_id IN ('{mine.Value}', '{other.Value}')")).ShouldBe("2", table.Name);
        }

        (await RunAsync(db, "SELECT current_setting('portal.job')")).ShouldBe("test");
        Should.Throw<InvalidOperationException>(() => Reach.Job(Clinician));
    }

    [Fact]
    public async Task A_patients_own_pool_reads_one_patient_and_changes_nothing()
    {
        var (tables, mine, other) = await TwoPatientsAsync();
        await using var db = await portal.Get<PortalDatabase>().OpenAsync(Reach.Of(Myself, [mine], All), default);

        (await RunAsync(db, "SELECT current_user")).ShouldBe("portal_patient");
        var read = new List<string>();
        foreach (var table in tables)
        {
            var seen = await RunAsync(db, $"SELECT string_agg(DISTINCT patient_id::text, ' ') FROM {table.Name}");
            seen.ShouldBeOneOf([mine.Value.ToString(), PostgresErrorCodes.InsufficientPrivilege], table.Name);
            read.AddRange(seen == mine.Value.ToString() ? [table.Name] : []);
            (await RunAsync(db, table.InsertFor(mine))).ShouldBe(PostgresErrorCodes.InsufficientPrivilege, table.Name);
        }

        read.ShouldContain("clinical.observations");
        read.ShouldNotContain("source.resources");
        Should.Throw<InvalidOperationException>(() => Reach.Of(Myself, [mine, other], All));
    }

    [Fact]
    public async Task Nothing_of_a_reach_is_left_on_the_pooled_connection_even_where_the_pool_resets_nothing()
    {
        var (_, mine, _) = await TwoPatientsAsync();
        foreach (var (login, actor) in new[] { (DatabaseRole.App, Clinician), (DatabaseRole.Patient, Myself), (DatabaseRole.App, Job) })
        {
            await using var pool = OnePool(login);
            var first = await BackendAsync(pool, Reach.Of(actor, [mine], All));

            await using var next = Open(pool);
            (await RunAsync(next, "SELECT pg_backend_pid()")).ShouldBe(first);
            (await RunAsync(next, "SELECT count(*) FROM pii.patients")).ShouldBe("0");
            foreach (var (name, _) in Reach.OwnCare(actor).Settings)
            {
                (await RunAsync(next, $"SELECT coalesce(current_setting('{name}', true), '')")).ShouldBe("", name);
            }

            (await RunAsync(next, "SHOW plan_cache_mode")).ShouldBe("auto");
        }
    }

    [Fact]
    public async Task A_plan_that_is_kept_shows_each_transaction_its_own_patient()
    {
        var (_, mine, other) = await TwoPatientsAsync();
        await using var pool = OnePool(DatabaseRole.App);
        for (var turn = 0; turn < 24; turn++)
        {
            var patient = turn % 2 == 0 ? mine : other;
            await using var db = Open(pool);
            await portal.Get<PortalDatabase>().BeginAsync(db, Reach.Of(Clinician, [patient], All), default);
            (await RunAsync(db, "SELECT string_agg(DISTINCT patient_id::text, ' ') FROM pii.patients")).ShouldBe(patient.Value.ToString());
        }

        await using var last = Open(pool);
        (await RunAsync(last, "SELECT count(*) FROM pg_prepared_statements WHERE generic_plans > 0 AND statement LIKE '%string_agg%pii.patients'")).ShouldBe("1", "no plan was kept, so nothing was tried");
    }

    [Fact]
    public async Task After_its_transaction_a_context_sees_nothing_again()
    {
        var (_, mine, _) = await TwoPatientsAsync();
        await using var db = await portal.Get<PortalDatabase>().OpenAsync(Reach.Of(Clinician, [mine], All), default);
        (await RunAsync(db, "SELECT count(*) FROM pii.patients")).ShouldBe("1");

        await db.Database.CommitTransactionAsync();

        (await RunAsync(db, "SELECT count(*) FROM pii.patients")).ShouldBe("0");
    }

    [Fact]
    public async Task Two_who_ask_side_by_side_over_few_connections_never_see_each_others_patient()
    {
        var (_, mine, other) = await TwoPatientsAsync();
        await using var second = await SecondPortal.OpenAsync(portal, connections: 3);
        var database = second.Get<PortalDatabase>();

        var seen = await Task.WhenAll(Enumerable.Range(0, 120).Select(async number =>
        {
            var patient = number % 2 == 0 ? mine : other;
            await using var db = await database.OpenAsync(Reach.Of(Clinician, [patient], All), default);
            return await RunAsync(db, "SELECT string_agg(DISTINCT patient_id::text, ' ') FROM clinical.observations") == patient.Value.ToString();
        }));

        seen.ShouldAllBe(mineAlone => mineAlone);
    }

    [Fact]
    public async Task On_a_server_of_ones_own_the_policies_hold_for_the_login_that_acts_as_staff()
    {
        var (tables, mine, _) = await TwoPatientsAsync();
        var login = $"login_{Guid.NewGuid():N}";
        await portal.Database.RunAsync(DatabaseRole.Superuser, $"CREATE ROLE {login} LOGIN PASSWORD '{login}' IN ROLE portal_app");
        await portal.Database.RunAsync(DatabaseRole.Superuser, $"GRANT CONNECT ON DATABASE {portal.Database.Name} TO {login}");
        await using var pool = OnePool(DatabaseRole.App, login);

        foreach (var (reach, patients) in new[] { (Reach.OwnCare(Clinician), ""), (Reach.Of(Clinician, [mine], All), $"{mine.Value}"), (Reach.Of(Myself, [mine], All), $"{mine.Value}") })
        {
            await using var db = Open(pool);
            await portal.Get<PortalDatabase>().BeginAsync(db, reach, default);
            foreach (var table in tables)
            {
                (await RunAsync(db, $"SELECT string_agg(DISTINCT patient_id::text, ' ') FROM {table.Name}")).ShouldBe(patients, table.Name);
            }
        }
    }

    private async Task<(IReadOnlyList<PatientTable> Tables, PatientId Mine, PatientId Other)> TwoPatientsAsync()
    {
        var tables = await PatientTables.OfAsync(portal.Database);
        var (mine, other) = (PatientId.New(), PatientId.New());
        await PatientTables.FillAsync(portal.Database, tables, mine, other);
        return (tables, mine, other);
    }

    private async Task StillThereAsync(IEnumerable<PatientTable> tables, params PatientId[] patients)
    {
        foreach (var table in tables)
        {
            (await portal.Database.RunAsync(DatabaseRole.Superuser, $"SELECT count(*) FROM {table.Name} WHERE patient_id = ANY($1)", patients.Select(one => one.Value).ToArray()))
                .ShouldBe((long)patients.Length, table.Name);
        }
    }

    // A role without the right is told so; with it, row security leaves no row to change.
    private static async Task ChangesNothingAsync(PortalDbContext db, PatientTable table, PatientId patient)
    {
        foreach (var sql in new[]
        {
            $"WITH gone AS (DELETE FROM {table.Name} WHERE patient_id = '{patient.Value}' RETURNING 1) SELECT count(*) FROM gone",
            $"WITH changed AS (UPDATE {table.Name} SET patient_id = gen_random_uuid() WHERE patient_id = '{patient.Value}' RETURNING 1) SELECT count(*) FROM changed",
        })
        {
            (await RunAsync(db, sql)).ShouldBeOneOf(["0", PostgresErrorCodes.InsufficientPrivilege], $"{table.Name}: {sql}");
        }
    }

    private NpgsqlDataSource OnePool(DatabaseRole role, string? login = null)
    {
        var text = new NpgsqlConnectionStringBuilder(portal.Database.ConnectionString(role)) { MaxPoolSize = 1, NoResetOnClose = true };
        (text.Username, text.Password) = login is null ? (text.Username, text.Password) : (login, login);
        return NpgsqlDataSource.Create(text.ConnectionString);
    }

    private static PortalDbContext Open(NpgsqlDataSource pool) => new Portal.Data.Postgres.PostgresDbContext(Portal.Data.Postgres.PostgresOptions.For(pool));

    private async Task<string> BackendAsync(NpgsqlDataSource pool, Reach reach)
    {
        await using var db = Open(pool);
        await portal.Get<PortalDatabase>().BeginAsync(db, reach, default);
        (await RunAsync(db, "SELECT count(*) FROM pii.patients")).ShouldBe("1");
        return await RunAsync(db, "SELECT pg_backend_pid()");
    }

    // A statement that fails takes its transaction along, so each has a savepoint of its own, and nothing it did stays.
    private static async Task<string> RunAsync(PortalDbContext db, string sql)
    {
        await db.Database.OpenConnectionAsync();
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var outer = (NpgsqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction();
        var transaction = outer ?? await connection.BeginTransactionAsync();
        await transaction.SaveAsync("one");
        try
        {
            return await Attack.RunAsync(connection, sql) switch { null => "done", DBNull => "", var value => $"{value}" };
        }
        catch (PostgresException refusal)
        {
            return refusal.SqlState;
        }
        finally
        {
            await transaction.RollbackAsync("one");
            if (outer is null)
            {
                await transaction.DisposeAsync();
            }

            await db.Database.CloseConnectionAsync();
        }
    }
}
