using Mono.Cecil;
using Portal.ArchitectureTests.Reading;
using Portal.ArchitectureTests.Samples;

namespace Portal.ArchitectureTests.Calls;

public sealed class CallTests
{
    // Types that may write SQL by hand, and why EF does not do. All of it is parameterised; what cannot be a parameter is a name of ours.
    private static readonly Dictionary<string, string> MayWriteSql = new()
    {
        ["Portal.Data.Postgres.PostgresAuditStore"] = "a batch of entries in one round trip",
        ["Portal.Data.Postgres.PostgresSealStore"] = "entries in the order of transaction numbers, which EF does not know",
        ["Portal.Data.Postgres.PostgresSealTurn"] = "the one transaction of sealing: lock, entries, blocks",
        ["Portal.Data.Postgres.PostgresAuditCounts"] = "counts the log for its pictures, by the indexes and months it has",
        ["Portal.Data.Postgres.PostgresAuditReader"] = "searches the log by the indexes and months it has",
        ["Portal.Data.Postgres.PostgresAuditInsert"] = "the statements of that batch",
        ["Portal.Data.Postgres.PostgresAuditNumbers"] = "the rows that its entries refer to",
        ["Portal.Data.Postgres.PostgresStoredRows"] = "reads the rows that entries refer to",
        ["Portal.Data.Postgres.PostgresBulkWriter"] = "deletes by id and version, named from EF's model",
        ["Portal.Data.Postgres.BulkTable"] = "inserts over arrays, named from EF's model",
        ["Portal.Data.Postgres.BulkColumn"] = "an empty command asks EF's mapping for a column's type; it is never sent",
        ["Portal.Data.Postgres.PostgresReach"] = "settings of a transaction, in the round trip that begins it",
        ["Portal.Data.Postgres.PostgresSealedRows"] = "a batch of what a transaction reaches and the reads of one decision",
        ["Portal.Data.Postgres.SealedTable"] = "reads whole rows of patients, named from EF's model",
        ["Portal.Data.Postgres.PostgresDatabase"] = "asks whether the database answers",
        ["Portal.Data.Postgres.PostgresAuditMonths"] = "the one function that makes partitions at run time",
        ["Portal.Data.Postgres.PostgresSetup"] = "rights and partitions, from files in the assembly",
        ["Portal.Data.Postgres.Embedded.ClusterRoles"] = "makes the login roles of a new cluster",
    };

    // Types that may take ids and order from sealed rows without loading them, and what checks the rows afterwards.
    private static readonly Dictionary<string, string> MayProject = new()
    {
        ["Portal.Features.Patients.ListMyPatients"] = "order of a page; the Gate's facts load and check the relationships before anything is shown",
        ["Portal.Features.BreakGlass.Review.WatchGrants"] = "a count, a sum and the newest time, compared with what they were a second ago and never shown",
    };

    private static readonly TypeDefinition Wrong = Assemblies.Samples.GetType(typeof(WrongCode).FullName);

    [Fact]
    public void Nobody_takes_the_time_from_the_machine_or_starts_work_that_nobody_awaits() =>
        All().SelectMany(CallLaws.BannedCalls).ShouldBeEmpty();

    [Theory]
    [InlineData("System.DateTime::get_UtcNow")]
    [InlineData("System.Threading.Tasks.Task::Run")]
    [InlineData("is async void")]
    public void A_banned_call_is_found(string call) => CallLaws.BannedCalls(Wrong).ShouldContain(line => line.Contains(call));

    [Fact]
    public void The_core_knows_no_HTTP()
    {
        // Identity's ceremony of passkeys takes a request and is given an empty one: what it would read of it is configured (decision 0035).
        Assemblies.Portal.Written().Where(type => type.Name != "PasskeyCeremony").SelectMany(CallLaws.KnowsHttp).ShouldBeEmpty();
        CallLaws.KnowsHttp(Wrong).ShouldNotBeEmpty();
    }

    [Fact]
    public void SQL_is_written_by_hand_in_known_places_only()
    {
        All().Where(type => !type.Namespace.EndsWith(".Migrations", StringComparison.Ordinal)).Where(CallLaws.WritesSql).Select(type => type.FullName)
            .ShouldBeSubsetOf(MayWriteSql.Keys);
        CallLaws.WritesSql(Wrong).ShouldBeTrue();
    }

    [Fact]
    [Trait("Norm", "164.312(a)(1)")]
    public void What_a_transaction_reaches_of_patients_rows_is_said_by_the_Gate_alone_and_by_facts_it_asks()
    {
        All().Where(CallLaws.MakesAReach).Select(type => type.FullName).ShouldBe(
            ["Portal.Data.Access", "Portal.Data.Gate", "Portal.Data.PortalDatabase", "Portal.Data.Postgres.PostgresReach", "Portal.Data.Reach", "Portal.Features.Patients.Care.CareFact",
                "Portal.Features.BreakGlass.GlassFact"],
            ignoreOrder: true);
        CallLaws.MakesAReach(Wrong).ShouldBeTrue();
    }

    [Fact]
    [Trait("Norm", "164.312(c)")]
    public void Sealed_rows_are_loaded_whole_and_changed_one_by_one() =>
        All().Where(type => !MayProject.ContainsKey(type.FullName)).SelectMany(CallLaws.PastTheSeals).ShouldBeEmpty();

    [Theory]
    [InlineData("changes sealed rows by ExecuteDeleteAsync")]
    [InlineData("changes sealed rows by ExecuteUpdateAsync")]
    [InlineData("takes parts of sealed rows by Select")]
    [InlineData("attaches rows that were not loaded (Update)")]
    public void Code_that_goes_past_the_seals_is_found(string fault) =>
        CallLaws.PastTheSeals(Wrong).ShouldContain(line => line.Contains(fault));

    [Fact]
    public void Every_exception_from_a_law_is_still_needed()
    {
        MayWriteSql.Keys.ShouldAllBe(name => CallLaws.WritesSql(Assemblies.Portal.GetType(name)));
        MayProject.Keys.ShouldAllBe(name => CallLaws.PastTheSeals(Assemblies.Portal.GetType(name)).Any());
    }

    [Fact]
    public void No_log_line_is_put_together_by_interpolation()
    {
        Sources.Below("src", ".cs", ".razor").Where(file => LogText.Interpolates(file.Text)).Select(file => file.Name).ShouldBeEmpty();
        LogText.Interpolates("log.LogWarning(failure, $\"{patient} was not found\");").ShouldBeTrue();
        LogText.Interpolates("log.LogWarning(\"An entry was not found: {Entry}\", id);").ShouldBeFalse();
    }

    private static IEnumerable<TypeDefinition> All() =>
        Assemblies.Portal.Written().Concat(Assemblies.SqlServer.Written()).Concat(Assemblies.Web.Written());
}
