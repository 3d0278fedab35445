using System.Globalization;
using Microsoft.Playwright;

namespace Portal.E2E;

/// <summary>From the desk to the patient's own page: a code on paper, a birth date, an account.</summary>
[Collection(PortalCollection.Name)]
public sealed class DeskJourney(RunningPortal portal)
{
    private const string Password = "nine quiet harbours wait";

    [Fact]
    [Trait("Norm", "164.312(d)")]
    public async Task A_patient_gets_a_code_at_the_desk_and_sets_the_account_up_at_home()
    {
        var desk = await AtTheDeskAsync();
        await ChildIsRefusedAsync(desk);
        await AdultAsync(desk);
        var birth = DateTime.Parse(await desk.Locator(".desk-check dd").First.InnerTextAsync(), CultureInfo.InvariantCulture);
        await desk.Locator("#document").SelectOptionAsync("Passport");
        await desk.Locator("#compared").CheckAsync();
        await Screens.LookAsync(desk, "desk-check");
        await desk.Locator(".desk-check button[type=submit]").ClickAsync();
        var code = await desk.Locator("#letter-code").InnerTextAsync();
        var address = await desk.Locator("#letter-address").InnerTextAsync();
        await Screens.LookAsync(desk, "desk-letter");
        await desk.EmulateMediaAsync(new() { Media = Media.Print });
        await Screens.KeepAsync(desk, "desk-letter-printed", whole: true);
        (new Uri(desk.Url).PathAndQuery, new Uri(address).PathAndQuery).ShouldBe(("/desk", "/activate/patient"));
        await Screens.ShouldKeepNothingAsync(desk);

        var home = await portal.NewPageAsync();
        await home.GotoAsync("/sign-in");
        await home.Locator("a[href='/sign-in/help']").ClickAsync();
        await home.Locator("a[href='/activate/patient']").ClickAsync();
        await ProveAsync(home, code, birth.AddDays(1));
        await Assertions.Expect(home.Locator("main [role=alert]")).ToContainTextAsync("do not open an account");
        await Screens.LookAsync(home, "patient-code");
        await ProveAsync(home, code.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal), birth);
        await home.Locator("#email").FillAsync("patient.of.the.desk@people.example");
        await home.Locator("#password").FillAsync(Password);
        await Screens.LookAsync(home, "patient-activate");
        await home.Locator("#password").FillAsync(Password);
        await SignIn.SubmitAsync(home);
        await SignIn.WithCodeAsync(home, Totp.Now(await home.Locator("#totp-key").InnerTextAsync()));
        (await home.Locator(".recovery-codes code").CountAsync()).ShouldBe(10);
        await home.Locator("#codes-kept").ClickAsync();
        await Assertions.Expect(home.Locator("#own")).ToBeVisibleAsync();
        await Screens.ShouldKeepNothingAsync(home);
    }

    // The page about the own password asks for the factor where it was shown too long ago, and the portal keeps the new cookie.
    private async Task<IPage> AtTheDeskAsync()
    {
        var page = await portal.PageAsAsync(portal.First("FrontDesk"));
        await page.GotoAsync("/account/password");
        await WaysToPages.IsThereAsync(page);
        await portal.ConfirmAsync(page);
        await page.GotoAsync("/desk");
        await page.Locator("table tbody .button-link").First.WaitForAsync();
        return page;
    }

    // The demo has a boy of nine: the desk is told before it looks at any document.
    private static async Task ChildIsRefusedAsync(IPage desk)
    {
        await desk.Locator("#find").FillAsync("niccol");
        await Assertions.Expect(desk.Locator("#found")).ToHaveTextAsync("Search results");
        await desk.Locator("table tbody .button-link", new() { HasText = "Niccolò" }).First.ClickAsync();
        await Assertions.Expect(desk.Locator("#too-young")).ToBeVisibleAsync();
        (await desk.Locator(".desk-check form").CountAsync()).ShouldBe(0);
        await Screens.LookAsync(desk, "desk-too-young");
        await desk.Locator(".desk-check button").ClickAsync();
    }

    // The last one of the list who is grown up by the birth date that the row shows.
    private static async Task AdultAsync(IPage desk)
    {
        var rows = desk.Locator("table tbody tr");
        await rows.First.WaitForAsync();
        var births = await rows.Locator("td:nth-of-type(1)").AllInnerTextsAsync();
        var latest = DateTime.Today.AddYears(-18);
        var adult = births.Select((text, at) => (Born: DateTime.Parse(text.Split('(')[0], CultureInfo.InvariantCulture), At: at)).Last(row => row.Born <= latest).At;
        await rows.Nth(adult).Locator(".button-link").ClickAsync();
    }

    private static async Task ProveAsync(IPage page, string code, DateTime birth)
    {
        await page.Locator("#code").FillAsync(code);
        await page.Locator("#birth").FillAsync(birth.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await SignIn.SubmitAsync(page);
    }
}
