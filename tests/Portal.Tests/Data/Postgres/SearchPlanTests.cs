using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Portal.Data;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Patients;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Tests.Data.Postgres;

/// <summary>The plans of the statements that a search really sends, among very many patients and beneath the row policies.</summary>
public sealed class SearchPlanTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    // As many name tokens as some 20,000 patients have; one in two of them begins with the prefix that is searched for, one in fifty patients is in care.
    private const string Fill = """
        INSERT INTO pii.name_tokens (token, patient_id)
        SELECT CASE WHEN n % 2 = 0 THEN $1 ELSE substr(sha256(n::text::bytea), 1, 16) END, md5((n / 4 * 4 + n % 4)::text)::uuid FROM generate_series(1, 80000) n;
        """;

    private const string Care = """
        INSERT INTO care.relationships (id, patient_id, account_id, source, start, version, seal_format, seal)
        SELECT gen_random_uuid(), md5((n * 50)::text)::uuid, $1, 1, '2020-01-01', 1, 1, '' FROM generate_series(1, 1600) n
        """;

    [Theory]
    [InlineData(Role.BillingClerk)]
    [InlineData(Role.Clinician)]
    public async Task A_search_among_many_reads_its_indexes(Role role)
    {
        var actor = Actor.Person(AccountId.New(), role, SessionId.New(), Origin.Local);
        await portal.Database.AsSuperuserAsync("TRUNCATE pii.name_tokens");
        await portal.Database.AsSuperuserAsync(Fill, portal.Get<PatientIndexes>().QueryToken("mul")!);
        await portal.Database.AsSuperuserAsync(Care, actor.Account!.Value.Value);
        await portal.Database.AsSuperuserAsync("ANALYZE pii.name_tokens; ANALYZE care.relationships");

        using var sent = new SentCommands(portal.Database.Name);
        await portal.Get<SearchPatients>().ForAsync(actor, role == Role.Clinician ? Purpose.Treatment : Purpose.Payment, "mul", null, default);
        var (sql, parameters) = sent.All.Single(one => one.Sql.Contains("name_tokens", StringComparison.Ordinal));
        var plan = await PlanAsync(actor, sql, parameters);

        plan.ShouldContain("Index Only Scan using \"PK_name_tokens\"");
        plan.ShouldNotContain("Seq Scan on name_tokens");
        plan.ShouldNotContain("Sort Key: name_tokens", Case.Sensitive, plan);
    }

    private async Task<string> PlanAsync(Actor actor, string sql, NpgsqlParameter[] parameters)
    {
        await using var db = await portal.Get<Gate>().OpenToListAsync(actor, default);
        await using var command = new NpgsqlCommand("EXPLAIN (ANALYZE, COSTS OFF) " + sql, (NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction());
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync();
        var plan = "";
        while (await reader.ReadAsync())
        {
            plan += reader.GetString(0) + "\n";
        }

        return plan;
    }
}
