namespace Portal.ArchitectureTests.Secrets;

public sealed class SecretTests
{
    [Fact]
    [Trait("Norm", "ASVS 13.3.1")]
    public void The_repository_holds_no_key_no_token_and_no_password() => SecretScan.InRepository(Clone.Root).ShouldBeEmpty();

    [Fact]
    public void The_repository_holds_no_file_of_an_instance() => SecretScan.Misplaced(Clone.Root).ShouldBeEmpty();

    // Put together here, so that this file holds none itself.
    [Theory]
    [InlineData("a private key", "-----BEGIN RSA ", "PRIVATE KEY-----")]
    [InlineData("a private key", "-----BEGIN ", "PRIVATE KEY-----")]
    [InlineData("a token", "AKIA", "ABCDEFGHIJKLMNOP")]
    [InlineData("a token", "ghp_", "abcdefghijklmnopqrstuvwxyz0123456789")]
    [InlineData("a token", "eyJhbGciOiJIUzI1", ".eyJzdWIiOiIxMjM0")]
    [InlineData("a password in a connection", "Host=db;Username=portal;Pass", "word=hunter22")]
    [InlineData("a secret in settings", "{ \"Mail\": { \"Pass", "word\": \"hunter22\" } }")]
    [InlineData("32 bytes of a key", "qL8xN2vT5wY9zB3cF6hJ1kM4pR7sU0", "aDgGiIlLnNoOe=")]
    public void A_secret_is_found(string kind, string first, string second) => SecretScan.In(first + second).ShouldContain(kind);

    [Theory]
    [InlineData(".data/keys/kek.json")]
    [InlineData("certs/localhost.pfx")]
    [InlineData("deploy/.env")]
    public void A_file_of_an_instance_is_found(string name) => SecretScan.IsMisplaced(name).ShouldBeTrue();
}
