using System.Net;
using Portal.Data;
using Portal.Kernel.Audit;
using Portal.Web.Hosting.Limits;
using Portal.Web.Tests.Routes;

namespace Portal.Web.Tests.Hosting;

public sealed class RateLimitTests(WebFixture web) : IClassFixture<WebFixture>
{
    [Theory]
    [InlineData("SignIn", "/sign-in", "sign-in")]
    [InlineData("SignIn", "/sign-in/code", "code")]
    [InlineData("SignIn", "/sign-in/enrol", "enrol")]
    [InlineData("Recovery", "/sign-in/recovery", "recovery")]
    [InlineData("Activation", "/activate", "open")]
    [Trait("Norm", "ASVS 6.3.1")]
    public async Task More_forms_than_allowed_are_answered_429_with_a_page_and_a_time_and_one_entry(string limit, string page, string form)
    {
        // A window of its own for each case: what is counted in the database is counted for all hosts over it.
        var window = $"00:09:{page.Length:00}";
        await using var own = await OwnHost.StartAsync(web, ($"Portal:Limits:{limit}:Permits", "2"), ($"Portal:Limits:{limit}:Window", window));
        using var browser = own.NewBrowser();
        var before = await LimitedAsync(own);
        for (var i = 0; i < 2; i++)
        {
            using var counted = await browser.PostAsync(page, ("_handler", form));
            counted.StatusCode.ShouldNotBe(HttpStatusCode.TooManyRequests);
        }

        for (var i = 0; i < 3; i++)
        {
            using var refused = await browser.PostAsync(page, ("_handler", form));
            refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
            refused.ShouldBeHardened();
            refused.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
            (await refused.Content.ReadAsStringAsync()).ShouldContain("Wait a minute");
        }

        (await LimitedAsync(own) - before).ShouldBe(1);
        using var read = await browser.GetAsync(page);
        read.StatusCode.ShouldNotBe(HttpStatusCode.TooManyRequests, "looking at a form is not counted");
    }

    [Fact]
    [Trait("Norm", "ASVS 6.3.1")]
    public async Task Two_nodes_are_no_more_tries_than_one()
    {
        (string, string)[] settings = [("Portal:Limits:SignIn:Permits", "3"), ("Portal:Limits:SignIn:Window", "23:59:59")];
        await using var one = await OwnHost.StartAsync(web, settings);
        await using var other = await OwnHost.StartAsync(web, settings);
        var answers = new List<int>();
        foreach (var node in new[] { one, other, one, other, one })
        {
            using var browser = node.NewBrowser();
            using var answer = await browser.PostAsync("/sign-in", ("_handler", "sign-in"));
            answers.Add((int)answer.StatusCode);
        }

        answers.ShouldBe([400, 400, 400, 429, 429]);
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "20010DB800010002")]
    public void One_customer_of_IPv6_is_one_sender(string address, string sender) => RateLimits.PrefixOf(IPAddress.Parse(address)).ShouldBe(sender);

    private static async Task<int> LimitedAsync(OwnHost own)
    {
        var count = 0;
        await foreach (var signed in own.Get<PortalDatabase>().Audit.ReadAllAsync(default))
        {
            count += signed.Entry is { Action: AuditAction.Visit, Outcome: AuditOutcome.Denied, Reason: "rate-limit" } ? 1 : 0;
        }

        return count;
    }
}
