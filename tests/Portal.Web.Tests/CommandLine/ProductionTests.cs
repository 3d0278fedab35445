using System.Net;

namespace Portal.Web.Tests.CommandLine;

/// <summary>A fresh instance outside Development, as an operator starts it; the binary, its own cluster, and a browser.</summary>
public sealed class ProductionTests
{
    private const string Chosen = "seven green kettles sing";

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    [Trait("Norm", "164.312(a)(2)(i)")]
    public async Task A_fresh_instance_outside_Development_has_no_account_and_no_page_for_developers(string environmentName)
    {
        using var instance = new Instance();
        var environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = environmentName,
            ["Portal__KeyFile"] = Path.Combine(Directory.CreateDirectory(instance.Beside).FullName, "kek.json"),
            ["Portal__Url"] = "https://portal.example",
        };
        await using var server = await Server.StartAsync(instance, environment);
        server.Said.ShouldNotContain("demo", Case.Insensitive);
        (await instance.RunAsync(environment, "demo-accounts", "--json")).ShouldRefuse("Development");
        (await instance.RunAsync(environment, "seed-demo")).ShouldRefuse("Development");

        using var browser = server.NewBrowser(instance);
        using var demo = await browser.SubmitAsync("/sign-in", ("Email", "admin@demo.example"), ("Password", "demo-aaaaaaaaaaaaaaaa"));
        (await demo.Content.ReadAsStringAsync()).ShouldContain("not right");
        await ShouldShowNothingOfTheInsideAsync(browser);
        await ShouldTakeItsFirstAdministratorOnceAsync(instance, environment, browser);
        ShouldNotKnow(instance, server, "first.admin");
    }

    // A form whose token is torn makes the framework throw; what comes back is our own page.
    private static async Task ShouldShowNothingOfTheInsideAsync(Browser browser)
    {
        using var torn = await browser.PostAsync("/sign-in", ("_handler", "sign-in"), ("__RequestVerificationToken", "torn"));
        foreach (var text in new[] { await torn.Content.ReadAsStringAsync(), await browser.HtmlAsync("/error"), await browser.HtmlAsync("/no-such-page") })
        {
            text.ShouldNotContain("Exception");
            text.ShouldNotContain("   at ");
            text.ShouldNotContain("Developer", Case.Insensitive);
        }

        foreach (var path in new[] { "/swagger", "/_framework/debug", "/hot-reload" })
        {
            using var answer = await browser.GetAsync(path);
            answer.StatusCode.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.Redirect);
        }
    }

    private static async Task ShouldTakeItsFirstAdministratorOnceAsync(Instance instance, Dictionary<string, string> environment, Browser browser)
    {
        var made = await instance.RunAsync(environment, "create-admin", "first.admin@people.example");
        made.Code.ShouldBe(0, made.Errors);
        made.Output.ShouldStartWith("https://portal.example/activate#");
        (await instance.RunAsync(environment, "create-admin", "first.admin@people.example")).ShouldRefuse("--again");
        var again = await instance.RunAsync(environment, "create-admin", "first.admin@people.example", "--again", "--json", "--url", "https://other.example");
        again.Json.GetProperty("link").GetString()!.ShouldStartWith("https://other.example/activate#");

        using var open = await browser.SubmitAsync("/activate", ("Link", again.Json.GetProperty("link").GetString()!.Split('#')[1]));
        open.Headers.Location!.OriginalString.ShouldEndWith("/activate");
        using var set = await browser.SubmitFormAsync("/activate", "Password", ("Name", "Jo First"), ("Password", Chosen));
        set.Headers.Location!.OriginalString.ShouldEndWith("/sign-in/enrol");
        // Set up, but without a second factor nobody was ever in: that is said, and only asking expressly gives the account up.
        (await instance.RunAsync(environment, "create-admin", "first.admin@people.example")).ShouldRefuse("--again");
    }

    private static void ShouldNotKnow(Instance instance, Server server, string word)
    {
        server.Said.ShouldNotContain(word);
        foreach (var log in Directory.GetFiles(Path.Combine(instance.Root, "logs")))
        {
            using var stream = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var text = new StreamReader(stream);
            text.ReadToEnd().ShouldNotContain(word);
        }
    }
}
