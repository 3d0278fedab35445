using System.Net;
using Portal.Kernel.Audit;
using Portal.Tests.Features.Identity;
using Portal.Web.Hosting.Limits;
using Portal.Web.Tests.Routes;

namespace Portal.Web.Tests.Hosting;

public sealed class RateLimitTests(WebFixture web) : IClassFixture<WebFixture>
{
    [Theory]
    [InlineData("SignIn", "/sign-in", "sign-in", 1)]
    [InlineData("SignIn", "/sign-in/code", "code", 2)]
    [InlineData("SignIn", "/sign-in/enrol", "enrol", 3)]
    [InlineData("Recovery", "/sign-in/recovery", "recovery", 4)]
    [InlineData("Activation", "/activate", "open", 5)]
    [InlineData("PasskeyQuestion", "/sign-in/passkey/question", "", 6)]
    [Trait("Norm", "ASVS 6.3.1")]
    public async Task More_forms_than_allowed_are_answered_429_with_a_page_and_a_time_and_one_entry(string limit, string page, string form, int number)
    {
        // A window of its own for each case: what is counted in the database is counted for all hosts over it.
        var window = $"00:09:{number:00}";
        await using var own = await OwnHost.StartAsync(web, ($"Portal:Limits:{limit}:Permits", "2"), ($"Portal:Limits:{limit}:Window", window));
        using var browser = own.NewBrowser();
        var before = await LimitedAsync();
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

        (await LimitedAsync() - before).ShouldBe(1);
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

    [Fact]
    public async Task Sign_in_pages_that_are_looked_at_use_up_no_form()
    {
        await using var own = await OwnHost.StartAsync(web, ("Portal:Limits:SignIn:Permits", "1"), ("Portal:Limits:SignIn:Window", "23:59:58"));
        using var browser = own.NewBrowser();
        for (var looks = 0; looks < 3; looks++)
        {
            // What a page sends by itself where the browser offers passkeys.
            using var asked = await browser.PostAsync("/sign-in/passkey/question");
            asked.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        }

        using var form = await browser.PostAsync("/sign-in", ("_handler", "sign-in"));
        form.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "20010DB800010002")]
    public void One_customer_of_IPv6_is_one_sender(string address, string sender) => RateLimits.PrefixOf(IPAddress.Parse(address)).ShouldBe(sender);

    private async Task<int> LimitedAsync() =>
        (await new People(web.Core).EntriesAsync(entry => entry is { Action: AuditAction.Visit, Outcome: AuditOutcome.Denied, Reason: "rate-limit" })).Count;
}
