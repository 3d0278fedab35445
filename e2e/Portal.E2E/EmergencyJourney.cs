using System.Globalization;
using Microsoft.Playwright;

namespace Portal.E2E;

/// <summary>The audit log takes no entries for a while, and somebody needs help: break-glass alone opens the record, and what was done is in the log afterwards.</summary>
[Collection(PortalCollection.Name)]
[Trait("Norm", "164.312(a)(2)(ii)")]
public sealed class EmergencyJourney(RunningPortal portal)
{
    private const int AwaySeconds = 60;

    [Fact]
    public async Task While_the_audit_log_is_away_a_record_opens_by_breaking_the_glass_and_the_log_has_it_afterwards()
    {
        var page = await portal.PageAsAsync(portal.First("Clinician"));
        await page.GotoAsync("/account/password");
        await WaysToPages.IsThereAsync(page);
        await portal.ConfirmAsync(page);
        await page.GotoAsync("/patients");
        await ClinicianJourney.OpenFirstAsync(page);
        var name = await page.Locator(".banner h1").InnerTextAsync();

        var back = await TakeLogAwayAsync();
        await page.ReloadAsync();
        await page.Locator("#closed").WaitForAsync();
        await Assertions.Expect(page.Locator("#closed .lead")).ToContainTextAsync("cannot write its audit log");
        (await page.Locator("main").InnerTextAsync()).ShouldNotContain(name);
        await Screens.LookAsync(page, "glass-log-away");
        await page.Locator("input[value=Emergency]").CheckAsync();
        await page.Locator("#glass-sentence").FillAsync("Brought in unconscious; I need the allergies now.");
        await page.Locator("#glass-break").ClickAsync();
        await Assertions.Expect(page.Locator(".banner h1")).ToHaveTextAsync(name);
        await Assertions.Expect(page.Locator("#glass")).ToBeVisibleAsync();
        File.Exists(Path.Combine(portal.Data, "emergency", "emergency.spool")).ShouldBeTrue();
        DateTimeOffset.UtcNow.ShouldBeLessThan(back, "the machine was too slow: all of it must happen while the log is away");

        await LogIsBackAsync(back);
        var officer = await portal.PageAsAsync(portal.First("ComplianceOfficer"));
        await officer.GotoAsync("/findings");
        await Assertions.Expect(officer.Locator("main")).ToContainTextAsync("Records opened while the log was away");
        await officer.GotoAsync("/audit?glass=1");
        await WaysToPages.IsThereAsync(officer);
        await Assertions.Expect(officer.Locator(".table-audit tbody tr", new() { HasText = "Opened a record" }).First).ToContainTextAsync("Clinician");
    }

    // It comes back by itself: while it is away no shell opens that could bring it back, because opening one is an entry.
    private async Task<DateTimeOffset> TakeLogAwayAsync()
    {
        var until = DateTimeOffset.UtcNow.AddSeconds(AwaySeconds);
        var (code, _, errors) = await portal.VerbAsync("db-shell", "-c", string.Create(CultureInfo.InvariantCulture, $"""
            CREATE FUNCTION public.away() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN
              IF clock_timestamp() < '{until:O}' THEN RAISE EXCEPTION SQLSTATE '53100'; END IF; RETURN NEW; END $f$;
            CREATE TRIGGER away BEFORE INSERT ON audit.entries FOR EACH ROW EXECUTE FUNCTION public.away()
            """));
        code.ShouldBe(0, errors);
        return until;
    }

    private async Task LogIsBackAsync(DateTimeOffset back)
    {
        if (back - DateTimeOffset.UtcNow is { Ticks: > 0 } left)
        {
            await Task.Delay(left);
        }

        (await portal.VerbAsync("db-shell", "-c", "DROP TRIGGER away ON audit.entries; DROP FUNCTION public.away()")).Code.ShouldBe(0);
        var merged = Path.Combine(portal.Data, "emergency", "emergency.spool");
        for (var tries = 0; File.Exists(merged) && tries < 60; tries++)
        {
            await Task.Delay(500);
        }

        File.Exists(merged).ShouldBeFalse("what was done in the emergency is not in the log");
    }
}
