using Portal.Data;
using Portal.Data.Postgres;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Tests.Data.Auditing.Sealing;

/// <summary>The key that signs checkpoints is made once and never silently replaced.</summary>
[Trait("Norm", "164.312(c)")]
public sealed class CheckpointKeyFileTests(PortalFixture portal) : IClassFixture<PortalFixture>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("keys").FullName;

    private string Path => System.IO.Path.Combine(folder, "kek.checkpoints.pem");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_key_is_made_once_kept_encrypted_and_closed_and_neither_loss_nor_another_file_replaces_it()
    {
        await File.WriteAllTextAsync(Path + ".new", "what an interrupted start left");
        (await OpenAsync(portal.Root)).IsNew.ShouldBeTrue();
        File.Exists(Path + ".new").ShouldBeFalse();
        var (isNew, id) = await OpenAsync(portal.Root);
        isNew.ShouldBeFalse();
        File.ReadAllText(Path).ShouldStartWith("-----BEGIN ENCRYPTED ");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
            (await RefusedAsync()).ShouldContain("chmod 600");
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var saved = File.ReadAllText(Path);
        File.Delete(Path);
        (await RefusedAsync()).ShouldContain("missing");
        File.Exists(Path).ShouldBeFalse();

        await WriteAsync(CheckpointKey.New().ToPem(portal.Root.CheckpointPassword()));
        (await RefusedAsync()).ShouldContain("another key");
        await WriteAsync(CheckpointKey.New().ToPem("x"));
        (await RefusedAsync()).ShouldContain("of another instance");

        await WriteAsync(saved);
        // A row of somebody else's beside it neither takes its place nor keeps anybody from starting.
        await portal.Database.RunAsync(Portal.Data.Postgres.Embedded.DatabaseRole.Sealer, "INSERT INTO audit.checkpoint_keys (key_id, public_key, at) VALUES ('x', '\\x00', '9999-01-01')");
        await using var sealing = (await portal.Get<PortalDatabase>().Seals.TryTakeTurnAsync(default)).ShouldNotBeNull(); // nobody waits for that
        (await OpenAsync(portal.Root)).Id.ShouldBe(id);
    }

    private async Task<string> RefusedAsync() => (await Should.ThrowAsync<KeyFileException>(() => OpenAsync(portal.Root))).Message;

    private async Task WriteAsync(string text)
    {
        File.Delete(Path);
        await File.WriteAllTextAsync(Path, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    private async Task<(bool IsNew, string Id)> OpenAsync(KeyEncryptionKey root)
    {
        await using var instance = await PostgresSetup.OpenAsync(portal.Database.ConnectionString, root, cluster: null, portal.Clock, default);
        var isNew = await instance.UseCheckpointKeyAsync(Path, root, portal.Clock, default);
        return (isNew, instance.CheckpointKey!.Id);
    }
}
