using System.Text.Json.Nodes;
using Portal.Data.Postgres.Embedded;

namespace Portal.Web.Tests.CommandLine;

/// <summary>An instance with demo accounts that does not run.</summary>
public sealed class MadeInstance : IAsyncLifetime
{
    internal Instance Instance { get; } = new();

    public async Task InitializeAsync() => (await Instance.RunAsync("seed-demo")).Code.ShouldBe(0);

    public Task DisposeAsync()
    {
        Instance.Dispose();
        return Task.CompletedTask;
    }
}

[Trait("Norm", "164.312(a)(2)(iv)")]
public sealed class KeyFileTests(MadeInstance made) : IClassFixture<MadeInstance>, IDisposable
{
    private readonly byte[] key = File.ReadAllBytes(made.Instance.KeyFile);
    private readonly byte[] facts = File.ReadAllBytes(made.Instance.Facts);

    public void Dispose()
    {
        Write(made.Instance.KeyFile, key);
        File.WriteAllBytes(made.Instance.Facts, facts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lost_key_file_is_refused_and_no_new_one_is_made(bool factsAreThere)
    {
        File.Delete(made.Instance.KeyFile);
        if (!factsAreThere)
        {
            File.Delete(made.Instance.Facts);
        }

        (await made.Instance.RunAsync("verify-audit", "--json")).ShouldRefuse("backup");
        File.Exists(made.Instance.KeyFile).ShouldBeFalse();
    }

    [Fact]
    public async Task A_key_file_that_others_can_read_is_refused_with_the_command_to_run()
    {
        Unix.SetMode(made.Instance.KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        (await made.Instance.RunAsync("migrate")).ShouldRefuse("chmod 600");
    }

    [Fact]
    public async Task A_cut_key_file_is_refused()
    {
        File.WriteAllBytes(made.Instance.KeyFile, key[..(key.Length / 2)]);
        (await made.Instance.RunAsync("migrate")).ShouldRefuse("key file");
    }

    [Fact]
    public async Task A_changed_key_is_refused()
    {
        var content = JsonNode.Parse(key)!;
        var bytes = Convert.FromBase64String(content["Key"]!.GetValue<string>());
        bytes[0] ^= 1;
        content["Key"] = Convert.ToBase64String(bytes);
        File.WriteAllText(made.Instance.KeyFile, content.ToJsonString());
        (await made.Instance.RunAsync("migrate")).ShouldRefuse("key file");
    }

    [Fact]
    public async Task Another_instances_key_file_is_refused()
    {
        PutAnotherKey();
        (await made.Instance.RunAsync("migrate")).ShouldRefuse("key file");
    }

    [Fact]
    public async Task Another_instances_key_file_is_refused_when_the_instance_has_forgotten_its_own()
    {
        PutAnotherKey();
        var content = JsonNode.Parse(facts)!;
        content["KeyId"] = null;
        File.WriteAllText(made.Instance.Facts, content.ToJsonString());
        (await made.Instance.RunAsync("migrate")).ShouldRefuse("key file");
        made.Instance.ClusterProcess.ShouldBeNull("the refused verb left its cluster running");

        Write(made.Instance.KeyFile, key);
        (await made.Instance.RunAsync("verify-audit")).Code.ShouldBe(0, "the right key file must open it again");
    }

    [Fact]
    public async Task Outside_Development_a_key_file_under_the_data_folder_is_refused()
    {
        (await made.Instance.RunAsync(Production(made.Instance.KeyFile), "migrate")).ShouldRefuse("data folder");
        (await made.Instance.RunAsync(new Dictionary<string, string> { ["ASPNETCORE_ENVIRONMENT"] = "Production" }, "migrate")).ShouldRefuse("Portal__KeyFile");
    }

    [Fact]
    public async Task Outside_Development_an_instance_with_demo_accounts_does_not_serve()
    {
        var elsewhere = Path.Combine(Directory.CreateDirectory(made.Instance.Beside).FullName, "kek.json");
        Write(elsewhere, key);
        Write(Path.ChangeExtension(elsewhere, ".checkpoints.pem"), await File.ReadAllBytesAsync(Path.ChangeExtension(made.Instance.KeyFile, ".checkpoints.pem")));
        (await made.Instance.RunAsync(Production(elsewhere), "run", "--port", $"{Server.FreePort()}")).ShouldRefuse("demo accounts");
        made.Instance.ClusterProcess.ShouldBeNull("the refused verb left its cluster running");
    }

    [Theory]
    [InlineData("demo-accounts", "--json")]
    [InlineData("seed-demo")]
    [InlineData("db-shell", "-c", "SELECT 1")]
    public async Task Outside_Development_the_verb_is_refused(params string[] words) =>
        (await made.Instance.RunAsync(Production(made.Instance.KeyFile), words)).ShouldRefuse("Development");

    private static Dictionary<string, string> Production(string keyFile) => new() { ["ASPNETCORE_ENVIRONMENT"] = "Production", ["Portal__KeyFile"] = keyFile };

    private static void Write(string path, byte[] content)
    {
        File.WriteAllBytes(path, content);
        Unix.SetMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private void PutAnotherKey()
    {
        File.Delete(made.Instance.KeyFile);
        Kernel.Crypto.KeyFile.Create(made.Instance.KeyFile);
    }
}
