using Microsoft.Playwright;

namespace Portal.E2E;

/// <summary>How a person comes to each page. A page that is not here is asked for by its address as it stands; one with a parameter must be here.</summary>
internal static class WaysToPages
{
    private static readonly IReadOnlyDictionary<string, Func<RunningPortal, IPage, Task<bool>>> Ways = new Dictionary<string, Func<RunningPortal, IPage, Task<bool>>>
    {
        ["/patients/{Id:guid}"] = (_, page) => ThroughTheListAsync(page),
        ["/staff/{Id:guid}"] = (_, page) => ToSomebodyOfTheStaffAsync(page),
        ["/people/{Id:guid}"] = (_, page) => ToAPersonAsync(page),
        ["/audit/{Id:guid}"] = (_, page) => ToAnEntryAsync(page),
        ["/reports/{Id:guid}"] = ToAReportAsync,
        ["/findings/{Id:guid}"] = (_, page) => ToAFindingAsync(page),
        ["/break-glass/{Id:guid}"] = ToAGrantAsync,
        ["/access-reviews/{Id:guid}"] = (portal, page) => ToAReviewAsync(portal, page, print: false),
        ["/access-reviews/{Id:guid}/print"] = (portal, page) => ToAReviewAsync(portal, page, print: true),
        ["/policies/{Name}"] = (_, page) => ToAPolicyAsync(page),
        ["/policies/{Name}/draft"] = (_, page) => ToItsDraftAsync(page),
        ["/policies/{Name}/compare"] = ToAComparisonAsync,
        ["/account/email"] = (portal, page) => WithAFreshFactorAsync(portal, page, "/account/email"),
        ["/account/password"] = (portal, page) => WithAFreshFactorAsync(portal, page, "/account/password"),
        ["/account/app"] = (portal, page) => WithAFreshFactorAsync(portal, page, "/account/app"),
        ["/account/recovery-codes"] = (portal, page) => WithAFreshFactorAsync(portal, page, "/account/recovery-codes"),
        ["/account/passkeys"] = (portal, page) => WithAFreshFactorAsync(portal, page, "/account/passkeys"),
        ["/sign-in/code"] = (portal, page) => AfterThePasswordAsync(page, portal.First("Patient"), "/sign-in/code"),
        ["/sign-in/recovery"] = (portal, page) => AfterThePasswordAsync(page, portal.First("Patient"), "/sign-in/recovery"),
        ["/sign-in/enrol"] = (portal, page) => AfterThePasswordAsync(page, portal.People.First(one => one.TotpSecret is null), "/sign-in/enrol"),
    };

    /// <summary>Goes there. Whether there is anything to see: a role may have the list and nobody in it, and a person enrols once.</summary>
    public static async Task<bool> GoAsync(RunningPortal portal, IPage page, RoutablePage to)
    {
        if (Ways.TryGetValue(to.Template, out var way))
        {
            return await way(portal, page);
        }

        to.Template.ShouldNotContain('{', customMessage: "Say in WaysToPages how a person comes to this page.");
        await page.GotoAsync(to.Template);
        await IsThereAsync(page);
        return true;
    }

    /// <summary>
    /// Waits for the heading, and for what is still being fetched. Of a page that was loaded; after a link the old heading stands for a while,
    /// so there <see cref="FollowAsync"/> waits for what only the new page has.
    /// </summary>
    public static async Task IsThereAsync(IPage page)
    {
        await page.Locator("main h1").First.WaitForAsync();
        await Assertions.Expect(page.Locator("main .loading")).ToHaveCountAsync(0);
    }

    /// <summary>Goes by a link to a page that is told from the one before by an element.</summary>
    public static async Task FollowAsync(IPage page, ILocator link, string there)
    {
        (await page.Locator(there).CountAsync()).ShouldBe(0, $"{there} is on the page before as well");
        await link.ClickAsync();
        await page.Locator(there).WaitForAsync();
        await IsThereAsync(page);
    }

    private static async Task<bool> ThroughTheListAsync(IPage page)
    {
        await page.GotoAsync("/patients");
        await IsThereAsync(page);
        var first = page.Locator("table tbody tr a").First;
        if (await first.CountAsync() == 0)
        {
            return false;
        }

        await FollowAsync(page, first, ".banner h1");
        return true;
    }

    private static async Task<bool> ToAPersonAsync(IPage page)
    {
        await page.GotoAsync("/people");
        await IsThereAsync(page);
        await FollowAsync(page, page.Locator("#accounts tbody tr a").Last, "#person");
        return true;
    }

    private static async Task<bool> ToSomebodyOfTheStaffAsync(IPage page)
    {
        await page.GotoAsync("/staff");
        await IsThereAsync(page);
        await FollowAsync(page, page.Locator(".table-people tbody th a").First, "#entry");
        return true;
    }

    private static async Task<bool> ToAReportAsync(RunningPortal portal, IPage page)
    {
        await page.GotoAsync("/reports");
        await IsThereAsync(page);
        if (await page.Locator("#made tbody a").CountAsync() == 0)
        {
            await HaveAReportMadeAsync(await portal.PageAsAsync(portal.First("ComplianceOfficer")));
            await page.ReloadAsync();
            await IsThereAsync(page);
        }

        await FollowAsync(page, page.Locator("#made tbody a").First, ".report");
        return true;
    }

    // As an officer does who wants it today: scheduled for everybody who may read it, and the first one made now.
    private static async Task HaveAReportMadeAsync(IPage officer)
    {
        await officer.GotoAsync("/reports");
        await IsThereAsync(officer);
        foreach (var reader in await officer.Locator(".finding-outcomes .check input").AllAsync())
        {
            await reader.CheckAsync();
        }

        await officer.Locator("#schedule").ClickAsync();
        await officer.Locator("#schedules .make").First.ClickAsync();
        await officer.Locator("#made tbody a").First.WaitForAsync();
    }

    // The certificate these portals are started with ends soon, and that is a finding.
    private static async Task<bool> ToAFindingAsync(IPage page)
    {
        await page.GotoAsync("/findings?state=all");
        await IsThereAsync(page);
        await FollowAsync(page, page.Locator(".table-findings tbody a").First, "#review");
        return true;
    }

    private static async Task<bool> ToAGrantAsync(RunningPortal portal, IPage page)
    {
        await page.GotoAsync("/break-glass");
        await IsThereAsync(page);
        if (await page.Locator(".live-grant a, .table-grants tbody a").CountAsync() == 0)
        {
            await GlassReviewJourney.BreakAsync(portal, await portal.PageAsAsync(portal.People.Where(one => one.Role == "Clinician" && one.TotpSecret is not null).ElementAt(1)));
            await page.Locator(".live-grant a").First.WaitForAsync();
        }

        await FollowAsync(page, page.Locator(".live-grant a, .table-grants tbody a").First, "#sentence");
        return true;
    }

    // Whoever is named has one; whoever is not has nothing to see.
    private static async Task<bool> ToAReviewAsync(RunningPortal portal, IPage page, bool print)
    {
        await page.GotoAsync("/access-reviews");
        await IsThereAsync(page);
        if (await page.Locator(".table-findings tbody a").CountAsync() == 0)
        {
            var officer = await portal.PageAsAsync(portal.First("ComplianceOfficer"));
            await officer.GotoAsync("/access-reviews");
            await IsThereAsync(officer);
            if (await officer.Locator(".table-findings tbody a").CountAsync() == 0)
            {
                await AccessReviewJourney.BeginAsync(officer);
                await page.ReloadAsync();
                await IsThereAsync(page);
            }
        }

        if (await page.Locator(".table-findings tbody a").CountAsync() == 0)
        {
            return false;
        }

        await FollowAsync(page, page.Locator(".table-findings tbody a").First, "#lines");
        if (print)
        {
            await FollowAsync(page, page.Locator("#print"), "#sheet");
        }

        return true;
    }

    private static async Task<bool> ToAPolicyAsync(IPage page)
    {
        await page.GotoAsync("/policies");
        await IsThereAsync(page);
        await FollowAsync(page, page.Locator(".table-policies tbody a").First, "#policy");
        return true;
    }

    private static async Task<bool> ToItsDraftAsync(IPage page)
    {
        await ToAPolicyAsync(page);
        await FollowAsync(page, page.Locator("#write"), "#policy-written");
        return true;
    }

    // Of a policy that was signed twice.
    private static async Task<bool> ToAComparisonAsync(RunningPortal portal, IPage page)
    {
        var officer = await portal.PageAsAsync(portal.First("ComplianceOfficer"));
        await officer.GotoAsync("/policies/retention");
        await IsThereAsync(officer);
        for (var versions = await officer.Locator("#history tbody tr").CountAsync(); versions < 2; versions++)
        {
            await PolicyJourney.SignAsync(portal, officer, "retention", $"# Retention\n\nRecords are kept for {10 + versions} years.");
        }

        await page.GotoAsync("/policies/retention");
        await IsThereAsync(page);
        await FollowAsync(page, page.Locator("#history tbody a[href*=compare]").First, ".diff");
        return true;
    }

    private static async Task<bool> ToAnEntryAsync(IPage page)
    {
        await page.GotoAsync("/audit");
        await IsThereAsync(page);
        await FollowAsync(page, page.Locator(".table-audit th a").First, "#entry-facts");
        return true;
    }

    // The state kept for the person may be older than five minutes: then the code is asked for, and the session gets a new cookie.
    private static async Task<bool> WithAFreshFactorAsync(RunningPortal portal, IPage page, string address)
    {
        await page.GotoAsync(address);
        await IsThereAsync(page);
        if (new Uri(page.Url).AbsolutePath != address)
        {
            await portal.ConfirmAsync(page);
        }

        return new Uri(page.Url).AbsolutePath == address;
    }

    private static async Task<bool> AfterThePasswordAsync(IPage page, DemoPerson person, string address)
    {
        await SignIn.WithPasswordAsync(page, person.Email, person.Password);
        await page.GotoAsync(address);
        await IsThereAsync(page);
        return new Uri(page.Url).AbsolutePath == address;
    }
}
