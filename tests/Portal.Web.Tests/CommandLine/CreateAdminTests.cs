namespace Portal.Web.Tests.CommandLine;

public sealed class CreateAdminTests
{
    [Theory]
    [InlineData("no address", "https://portal.example", "e-mail")]
    [InlineData("a@people.example", "http://portal.example", "https")]
    [InlineData("a@people.example", "nonsense", "https")]
    public async Task What_is_not_usable_is_refused(string email, string url, string about)
    {
        using var instance = new Instance();
        (await instance.RunAsync("create-admin", email, "--url", url)).ShouldRefuse(about);
    }

    [Fact]
    public async Task With_demo_accounts_there_is_an_administrator_already()
    {
        using var instance = new Instance();
        (await instance.RunAsync("seed-demo")).Code.ShouldBe(0);
        (await instance.RunAsync("create-admin", "a@people.example")).ShouldRefuse("People");
        // The same instance, as a start of it costs seconds.
        (await instance.RunAsync("recover-admin", "nobody@people.example")).ShouldRefuse("spelling");
        (await instance.RunAsync("recover-admin", "admin@demo.example", "--url", "http://portal.example")).ShouldRefuse("https");
        (await instance.RunAsync("recover-admin", "admin@demo.example")).ShouldRefuse("--others-cannot");
        var made = await instance.RunAsync("recover-admin", "admin@demo.example", "--others-cannot", "--url", "https://portal.example");
        made.Code.ShouldBe(0, made.Errors);
        made.Output.ShouldStartWith("https://portal.example/recover#");
    }
}
