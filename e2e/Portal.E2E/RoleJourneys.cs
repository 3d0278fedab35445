using System.Text.Json;
using Microsoft.Playwright;

namespace Portal.E2E;

/// <summary>Each role sees what is its own; what is not is refused and audited.</summary>
[Collection(PortalCollection.Name)]
public sealed class RoleJourneys(RunningPortal portal)
{
    [Fact]
    [Trait("Norm", "164.502(b), .514(d)")]
    public async Task A_billing_clerk_sees_demographics_and_claims_and_nothing_clinical()
    {
        var page = await portal.PageAsAsync(portal.First("BillingClerk"));
        await page.GotoAsync("/patients");
        await ClinicianJourney.OpenFirstAsync(page);

        (await page.Locator("#claims").CountAsync()).ShouldBe(1);
        foreach (var clinical in new[] { "problems", "medications", "results", "documents" })
        {
            (await page.Locator($"#{clinical}").CountAsync()).ShouldBe(0, clinical);
        }

        await Screens.ShouldBeAccessibleAsync(page);
        await Screens.KeepAsync(page, "billing-desktop");
    }

    [Fact]
    [Trait("Norm", "164.502(b), .514(d)")]
    public async Task The_desk_finds_a_person_by_phone_and_sees_how_to_reach_them_and_nothing_else()
    {
        var page = await portal.PageAsAsync(portal.First("FrontDesk"));
        await page.GotoAsync("/patients");
        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("All patients");
        await ClinicianJourney.OpenFirstAsync(page);
        var (name, phone) = (await page.Locator(".banner h1").InnerTextAsync(), await page.Locator("#contact dl > div").Nth(1).Locator(".line").First.InnerTextAsync());
        (await page.Locator(".section").CountAsync()).ShouldBe(1);
        await Screens.ShouldBeAccessibleAsync(page);
        await Screens.KeepAsync(page, "registration-desktop");

        await page.GotoAsync("/patients");
        await page.Locator("#find").FillAsync(phone);
        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("Search results");
        await Assertions.Expect(page.Locator("table tbody")).ToContainTextAsync(name);
        new Uri(page.Url).Query.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Administrator")]
    [InlineData("Patient")]
    [Trait("Norm", "164.312(b)")]
    public async Task Who_has_no_business_with_patients_is_refused_and_the_refusal_is_an_entry(string role)
    {
        var page = await portal.PageAsAsync(portal.First(role));
        await page.GotoAsync("/");
        await page.Locator("main h1").WaitForAsync();
        await Screens.ShouldBeAccessibleAsync(page);
        await Screens.KeepAsync(page, $"home-{role}".ToLowerInvariant());
        (await page.Locator("a[href='/patients']").CountAsync()).ShouldBe(0);
        var before = await RefusalsAsync();

        foreach (var address in new[] { "/patients", $"/patients/{Guid.NewGuid()}" })
        {
            await page.GotoAsync(address);
            await Assertions.Expect(page.Locator("main")).ToContainTextAsync("not open to you");
        }

        (await RefusalsAsync()).ShouldBe(before + 2);
    }

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task A_clinician_does_not_find_a_record_outside_her_care()
    {
        var stranger = await StrangerAsync();
        var page = await portal.PageAsAsync(portal.First("Clinician"));
        var before = await RefusalsAsync();

        await page.GotoAsync($"/patients/{stranger}");

        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("not open to you");
        (await RefusalsAsync()).ShouldBe(before + 1);
    }

    [Fact]
    public async Task The_session_cookie_is_host_bound_and_hidden_from_scripts()
    {
        var page = await portal.PageAsAsync(portal.First("Administrator"));
        await page.GotoAsync("/");

        (await page.Context.CookiesAsync()).ShouldContain(cookie => cookie.Name == "__Host-portal" && cookie.HttpOnly && cookie.Secure);
    }

    private Task<string> StrangerAsync() => JsonAsync(
        "SELECT json_build_object('n', patient_id) FROM pii.patients WHERE patient_id NOT IN (SELECT patient_id FROM care.relationships) LIMIT 1");

    private async Task<long> RefusalsAsync() =>
        long.Parse(await JsonAsync("SELECT json_build_object('n', count(*)) FROM audit.entries WHERE outcome = 2"), System.Globalization.CultureInfo.InvariantCulture);

    private async Task<string> JsonAsync(string sql)
    {
        var (code, output, errors) = await portal.VerbAsync("db-shell", "-c", sql);
        code.ShouldBe(0, errors);
        var line = output.Split('\n').Single(text => text.Contains('{', StringComparison.Ordinal));
        using var json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty("n").ToString();
    }
}
