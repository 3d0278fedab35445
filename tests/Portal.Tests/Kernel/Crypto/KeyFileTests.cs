using Portal.Data.Postgres.Embedded;
using Portal.Kernel.Crypto;

namespace Portal.Tests.Kernel.Crypto;

[Trait("Norm", "164.312(a)(2)(iv)")]
public sealed class KeyFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("portal-key-").FullName;

    private string Path => System.IO.Path.Combine(folder, "kek.json");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_made_key_is_read_back_and_only_its_owner_can_read_the_file()
    {
        var made = KeyFile.Create(Path);
        var read = KeyFile.Read(Path);

        read.Id.ShouldBe(made.Id);
        read.PasswordOf("portal_app").ShouldBe(made.PasswordOf("portal_app"));
        Unix.ModeOf(Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void A_missing_file_says_to_put_it_back() =>
        Should.Throw<KeyFileException>(() => KeyFile.Read(Path)).Message.ShouldContain("put it back");

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_file_that_others_can_open_is_refused_with_the_command_to_run_even_behind_a_link(UnixFileMode open)
    {
        KeyFile.Create(Path);
        File.CreateSymbolicLink(Path + ".link", Path);
        Unix.SetMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | open);

        Should.Throw<KeyFileException>(() => KeyFile.Read(Path)).Message.ShouldContain($"chmod 600 {Path}");
        Should.Throw<KeyFileException>(() => KeyFile.Read(Path + ".link")).Message.ShouldContain("chmod 600");
        Unix.SetMode(Path, UnixFileMode.UserRead);
        KeyFile.Read(Path).ShouldNotBeNull();
    }

    [Fact]
    public void A_file_is_never_overwritten()
    {
        KeyFile.Create(Path);
        var before = File.ReadAllBytes(Path);

        Should.Throw<KeyFileException>(() => KeyFile.Create(Path)).Message.ShouldContain("never overwritten");
        File.ReadAllBytes(Path).ShouldBe(before);
    }

    [Fact]
    public void Every_truncation_and_every_altered_byte_that_matters_is_refused_without_showing_the_key()
    {
        KeyFile.Create(Path);
        var whole = File.ReadAllBytes(Path);
        var key = Key();

        for (var length = 0; length < whole.Length; length++)
        {
            Refused(whole[..length], key);
        }

        for (var at = 0; at < whole.Length; at++)
        {
            Refused([.. whole[..at], (byte)(whole[at] ^ 1), .. whole[(at + 1)..]], key);
        }
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"Purpose":"portal key-encryption key","Id":null,"Key":null,"Check":null}""")]
    public void Json_that_is_no_key_is_refused(string text) => Refused(System.Text.Encoding.UTF8.GetBytes(text), null);

    private void Refused(byte[] content, string? key)
    {
        File.WriteAllBytes(Path, content);
        Unix.SetMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var refusal = Should.Throw<KeyFileException>(() => KeyFile.Read(Path));
        if (key is not null)
        {
            refusal.ToString().ShouldNotContain(key);
        }
    }

    private string Key() => System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(Path)).RootElement.GetProperty("Key").GetString()!;
}
