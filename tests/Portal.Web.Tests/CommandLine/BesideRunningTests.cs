using System.Text.Json;

namespace Portal.Web.Tests.CommandLine;

/// <summary>One running portal with demo data, for the verbs beside it.</summary>
public sealed class RunningServer : IAsyncLifetime
{
    internal Instance Instance { get; } = new();

    internal Server Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await Server.StartAsync(Instance);

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        Instance.Dispose();
    }
}

public sealed class BesideRunningTests(RunningServer running) : IClassFixture<RunningServer>
{
    private const string Patient = """
        {"resourceType":"Patient","id":"cli-1","name":[{"family":"Erfunden","given":["Übung"]}],"gender":"female","birthDate":"1980-02-03"}
        """;

    private static readonly string[] ReportFields = ["files", "failedFiles", "resources", "byType", "patients", "unchanged", "kept", "seconds", "failures"];

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Health_is_told_without_sign_in_and_without_detail(string path)
    {
        using var answer = await running.Server.GetAsync(path);
        answer.IsSuccessStatusCode.ShouldBeTrue();
        (await answer.Content.ReadAsStringAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_address_and_the_demo_accounts_are_printed()
    {
        running.Server.Said.ShouldContain($"https://localhost:{running.Server.Port}");
        var first = (await DemoAsync())[0];
        running.Server.Said.ShouldContain(first.GetProperty("password").GetString()!);
    }

    [Fact]
    public async Task A_second_portal_on_the_same_folder_is_refused() =>
        (await running.Instance.RunAsync("run", "--port", $"{Server.FreePort()}")).ShouldRefuse("--data");

    [Fact]
    [Trait("Norm", "164.312(c)")]
    public async Task Verify_audit_reads_the_log_beside_it()
    {
        var answer = await running.Instance.RunAsync("verify-audit", "--json");
        answer.Code.ShouldBe(0, answer.Errors);
        Names(answer.Json).ShouldBe(["entries", "unsealed", "ok", "firstBad", "kind", "seconds"], ignoreOrder: true);
        answer.Json.GetProperty("ok").GetBoolean().ShouldBeTrue();
        answer.Json.GetProperty("entries").GetInt64().ShouldBeGreaterThan(0);
    }

    [Fact]
    [Trait("Norm", "164.312(c)")]
    public async Task Verify_audit_takes_a_range_or_an_entry_and_says_what_is_no_entry()
    {
        var shown = await running.Instance.RunAsync("db-shell", "-c", "SELECT 'id=' || id FROM audit.entries LIMIT 1");
        var id = System.Text.RegularExpressions.Regex.Match(shown.Output, "id=([0-9a-f-]{36})").Groups[1].Value;
        var entry = await running.Instance.RunAsync("verify-audit", "--entry", id, "--json");
        (entry.Code, entry.Json.GetProperty("ok").GetBoolean()).ShouldBe((0, true), entry.Errors);
        var empty = await running.Instance.RunAsync("verify-audit", "--from", "2001-01-01", "--to", "2001-01-02T00:00Z", "--json");
        // Neither whole nor broken: there is nothing in it.
        (empty.Code, empty.Json.GetProperty("ok").ValueKind, empty.Json.GetProperty("entries").GetInt64()).ShouldBe((1, System.Text.Json.JsonValueKind.Null, 0), empty.Errors);
        var range = await running.Instance.RunAsync("verify-audit", "--from", Day(-1), "--to", Day(2), "--json");
        (range.Code, range.Json.GetProperty("ok").GetBoolean()).ShouldBe((0, true), range.Errors);
        range.Json.GetProperty("entries").GetInt64().ShouldBeGreaterThan(0);

        var unknown = await running.Instance.RunAsync("verify-audit", "--entry", $"{Guid.Empty}"[..35] + "1", "--json");
        (unknown.Code, unknown.Json.GetProperty("kind").GetString()).ShouldBe((1, "unknown"), unknown.Errors);
        unknown.Errors.ShouldContain("no entry");
    }

    [Theory]
    [InlineData("not two of them", "verify-audit", "--new", "--from", "2026-01-01")]
    [InlineData("A time is written as", "verify-audit", "--from", "yesterday")]
    [InlineData("--help", "verify-audit", "--entry", "7")]
    [InlineData("cannot be read", "verify-audit", "--checkpoints", "/nowhere/at/all")]
    [InlineData("begin before it ends", "verify-audit", "--from", "2026-02-01", "--to", "2026-01-01")]
    [InlineData("--dry-run", "retire-audit")]
    [InlineData("--dry-run", "retire-audit", "--dry-run", "--to", "/tmp")]
    [InlineData("folder that is there", "retire-audit", "--to", "/nowhere/at/all")]
    public async Task A_verb_of_the_audit_log_refuses_what_makes_no_sense(string about, params string[] words) => (await running.Instance.RunAsync(words)).ShouldRefuse(about);

    [Fact]
    public async Task Nothing_is_retired_before_its_time_and_the_public_key_is_printed()
    {
        var dry = await running.Instance.RunAsync("retire-audit", "--dry-run");
        (dry.Code, dry.Output.Trim()).ShouldBe((0, "No month of the audit log is older than 6 years."), dry.Errors);
        var key = await running.Instance.RunAsync("audit-key", "--json");
        key.Code.ShouldBe(0, key.Errors);
        Names(key.Json).ShouldBe(["id", "fingerprint", "pem"], ignoreOrder: true);
        key.Json.GetProperty("pem").GetString()!.ShouldStartWith("-----BEGIN PUBLIC KEY-----");
    }

    [Fact]
    public async Task Demo_accounts_cover_every_role_and_one_clinician_has_yet_to_enrol()
    {
        var accounts = await DemoAsync();
        accounts.Select(account => account.GetProperty("role").GetString()).Distinct()
            .ShouldBe(Portal.Kernel.Access.Roles.OfPeople.Select(role => role.ToString()), ignoreOrder: true);
        accounts.ShouldAllBe(account => Names(account).SequenceEqual(new[] { "email", "password", "totpSecret", "role" }));
        accounts.Count(account => account.GetProperty("totpSecret").ValueKind == JsonValueKind.Null).ShouldBe(1);
    }

    [Fact]
    public async Task Import_reports_what_came_in_and_the_same_again_changes_nothing()
    {
        var file = Write("patient.json", Patient);
        var email = (await DemoAsync())[0].GetProperty("email").GetString()!;
        var first = await running.Instance.RunAsync("import-fhir", file, "--assign", email, "--json");
        first.Code.ShouldBe(0, first.Errors);
        Names(first.Json).ShouldBe(ReportFields, ignoreOrder: true);
        first.Json.GetProperty("patients").GetInt32().ShouldBe(1);
        first.Json.GetProperty("unchanged").GetInt64().ShouldBe(0);

        var again = await running.Instance.RunAsync("import-fhir", file, "--json");
        again.Code.ShouldBe(0, again.Errors);
        again.Json.GetProperty("unchanged").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task A_malformed_file_is_told_and_makes_the_exit_code_one()
    {
        var answer = await running.Instance.RunAsync("import-fhir", Write("broken.json", "{\"resourceType\":\"Patient\","), "--json");
        answer.Code.ShouldBe(1);
        Names(answer.Json).ShouldBe(ReportFields, ignoreOrder: true);
        answer.Json.GetProperty("failedFiles").GetInt32().ShouldBe(1);
        answer.Json.GetProperty("failures")[0].GetProperty("reason").GetString().ShouldNotBeNullOrEmpty();
        answer.Errors.ShouldContain("broken.json");
        answer.Errors.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task What_could_not_be_imported_is_a_table_in_which_no_name_of_a_file_is_a_formula_or_a_command()
    {
        var folder = Directory.CreateDirectory(Path.Combine(running.Instance.Beside, "hostile names")).FullName;
        var (file, table) = (Path.Combine(folder, "a;=cmd|'c'!A0 \u001b]0;x\a.json"), Path.Combine(folder, "faults.csv"));
        await File.WriteAllTextAsync(file, "{");

        var answer = await running.Instance.RunAsync("import-fhir", file, "--report", table);

        answer.Code.ShouldBe(1, answer.Errors);
        answer.Errors.ShouldNotContain("\u001b");
        var lines = await File.ReadAllLinesAsync(table);
        lines[0].ShouldBe("\"File\",\"Position\",\"Reason\"");
        lines[1].ShouldEndWith("\",\"line 1, byte 2\",\"ends in the middle\"");
        lines[1].ShouldContain(";'=cmd");
        (await running.Instance.RunAsync("import-fhir", file, "--report", table)).ShouldRefuse("--report");
    }

    [Fact]
    public async Task An_unknown_account_is_refused_without_repeating_its_address()
    {
        var answer = await running.Instance.RunAsync("import-fhir", Write("other.json", Patient), "--assign", "nobody@demo.example", "--json");
        answer.ShouldRefuse("--assign");
        answer.Errors.ShouldNotContain("nobody@");
    }

    [Fact]
    public async Task The_database_shell_writes_its_entry_before_it_opens()
    {
        var answer = await running.Instance.RunAsync("db-shell", "-c", "SELECT job FROM audit.log WHERE action = 14 AND job = 'db-shell'");
        answer.Code.ShouldBe(0, answer.Errors);
        answer.Output.ShouldContain("db-shell");
    }

    [Fact]
    public async Task The_shell_hands_on_a_failure() =>
        (await running.Instance.RunAsync("db-shell", "-c", "SELECT nothing FROM nowhere")).Code.ShouldNotBe(0);

    [Fact]
    [Trait("Norm", "164.312(a)(2)(iv)")]
    public void Logs_are_for_their_owner_alone_and_hold_no_address()
    {
        var logs = Directory.GetFiles(Path.Combine(running.Instance.Root, "logs"), "portal-*.log");
        logs.ShouldNotBeEmpty();
        foreach (var log in logs)
        {
            new FileInfo(log).UnixFileMode.ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            using var reader = new StreamReader(new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            reader.ReadToEnd().ShouldNotContain("@");
        }
    }

    private async Task<List<JsonElement>> DemoAsync()
    {
        var answer = await running.Instance.RunAsync("demo-accounts", "--json");
        answer.Code.ShouldBe(0, answer.Errors);
        return [.. answer.Json.EnumerateArray()];
    }

    private string Write(string name, string content)
    {
        Directory.CreateDirectory(running.Instance.Beside);
        var path = Path.Combine(running.Instance.Beside, name);
        File.WriteAllText(path, content);
        return path;
    }

    private static string Day(int fromToday) => TimeProvider.System.GetUtcNow().AddDays(fromToday).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static string[] Names(JsonElement json) => [.. json.EnumerateObject().Select(property => property.Name)];
}
