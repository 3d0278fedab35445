namespace Portal.Web.Tests.CommandLine;

public sealed class VerbTests
{
    [Theory]
    [InlineData("run", "--port")]
    [InlineData("demo-accounts", "--json")]
    [InlineData("import-fhir", "--assign")]
    [InlineData("verify-audit", "--json")]
    [InlineData("migrate", "--data")]
    [InlineData("seed-demo", "--data")]
    [InlineData("db-shell", "-c")]
    [InlineData("create-admin", "--url")]
    [InlineData("recover-admin", "--others-cannot")]
    [InlineData("access-review", "--csv")]
    public async Task Every_verb_has_help(string verb, string option)
    {
        var answer = await Binary.RunAsync(verb, "--help");
        answer.Code.ShouldBe(0);
        answer.Output.ShouldContain($"portal {verb}");
        answer.Output.ShouldContain(option);
        answer.Output.ShouldContain("--data");
        answer.Errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("run", "--nonsense")]
    [InlineData("run", "--port", "word")]
    [InlineData("import-fhir")]
    [InlineData("create-admin")]
    [InlineData("recover-admin")]
    [InlineData("access-review")]
    [InlineData]
    public async Task Words_that_no_verb_knows_are_refused(params string[] words) =>
        (await Binary.RunAsync(words)).ShouldRefuse("--help");

    [Fact]
    [Trait("Norm", "164.312(c)")]
    public async Task A_file_of_checkpoints_that_somebody_emptied_is_no_comparison()
    {
        var file = Path.GetTempFileName();
        try
        {
            foreach (var content in new[] { "", "\n\n" })
            {
                await File.WriteAllTextAsync(file, content);
                (await Binary.RunAsync("verify-audit", "--checkpoints", file)).ShouldRefuse("empty");
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    [Trait("Norm", "164.308(a)(4)(ii)(C)")]
    public async Task Who_has_access_is_listed_into_a_file_that_was_not_there()
    {
        using var instance = new Instance();
        var file = Path.Combine(Path.GetTempPath(), $"portal-access-{Guid.NewGuid():N}.csv");
        try
        {
            (await instance.RunAsync("seed-demo")).Code.ShouldBe(0);
            var answer = await instance.RunAsync("access-review", "--csv", file, "--json");
            answer.Code.ShouldBe(0, answer.Errors);
            answer.Output.ShouldContain("\"people\":");
            (await File.ReadAllTextAsync(file)).ShouldContain("Samira Haddad");
            (await instance.RunAsync("access-review", "--csv", file)).ShouldRefuse("--csv");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_to_is_refused()
    {
        var file = Path.GetTempFileName();
        try
        {
            (await Binary.RunAsync("migrate", "--data", file)).ShouldRefuse("--data");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Verbs_that_open_a_new_folder_at_the_same_time_wait_for_each_other()
    {
        using var instance = new Instance();
        var answers = await Task.WhenAll(instance.RunAsync("migrate"), instance.RunAsync("verify-audit"), instance.RunAsync("seed-demo"));
        answers.ShouldAllBe(answer => answer.Code == 0);
        instance.ClusterProcess.ShouldBeNull("the last one out left the cluster running");
    }

    [Fact]
    public async Task Missing_database_programs_are_told()
    {
        using var instance = new Instance();
        (await instance.RunAsync(new Dictionary<string, string> { ["PORTAL_PG_BIN"] = Path.GetTempPath() }, "migrate")).ShouldRefuse("PORTAL_PG_BIN");
    }

    [Fact]
    public async Task A_path_that_does_not_exist_is_told()
    {
        using var instance = new Instance();
        (await instance.RunAsync("import-fhir", "no-such-file.json", "--json")).ShouldRefuse("spelling");
    }

    [Theory]
    [InlineData("nonsense", "ConnectionStrings__Portal")]
    [InlineData("Host=localhost;Port=1;Database=x;Username=x;Password=x;Timeout=3", "database")]
    public async Task A_server_that_cannot_be_reached_is_told_without_its_password(string connection, string about)
    {
        using var instance = new Instance();
        (await instance.RunAsync(new Dictionary<string, string> { ["ConnectionStrings__Portal"] = connection, ["ASPNETCORE_ENVIRONMENT"] = "Development" }, "migrate"))
            .ShouldRefuse(about);
    }
}
