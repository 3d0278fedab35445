using Microsoft.Playwright;

namespace Portal.E2E;

/// <summary>A policy from the portal's own text to a signature, and on to those who read it.</summary>
[Collection(PortalCollection.Name)]
[Trait("Norm", "164.316(b)(2)(ii)")]
public sealed class PolicyJourney(RunningPortal portal)
{
    [Fact]
    public async Task An_officer_fills_in_and_signs_a_clinician_acknowledges_and_the_list_shows_it()
    {
        var officer = await portal.PageAsAsync(portal.First("ComplianceOfficer"));
        await officer.GotoAsync("/policies/sanctions/draft");
        await WaysToPages.IsThereAsync(officer);
        await Assertions.Expect(officer.Locator("#blanks")).ToBeVisibleAsync();
        await Assertions.Expect(officer.Locator("#sign")).ToBeDisabledAsync();
        await Screens.LookAsync(officer, "policy-draft");
        var written = await officer.Locator("#policy-written").InputValueAsync();
        await SignAsync(portal, officer, "sanctions", System.Text.RegularExpressions.Regex.Replace(written, @"\[\[([^\]]*)\]\]", "$1", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(5)));
        await Assertions.Expect(officer.Locator("#policy-text")).ToContainTextAsync("Version 1");
        await Screens.LookAsync(officer, "policy-signed");

        var clinician = await portal.PageAsAsync(portal.First("Clinician"));
        await clinician.GotoAsync("/policies");
        await Assertions.Expect(clinician.Locator("#waiting")).ToBeVisibleAsync();
        await Screens.LookAsync(clinician, "policies");
        await WaysToPages.FollowAsync(clinician, clinician.Locator("a[href='/policies/sanctions']"), "#policy");
        await clinician.Locator("#acknowledge").ClickAsync();
        await Assertions.Expect(clinician.Locator("#acknowledged")).ToBeVisibleAsync();
        await Screens.ShouldKeepNothingAsync(clinician);

        await officer.ReloadAsync();
        await WaysToPages.IsThereAsync(officer);
        await Assertions.Expect(officer.Locator("#people tbody tr", new() { HasText = "by signing it" })).ToHaveCountAsync(1);
        await Assertions.Expect(officer.Locator("#people [role=status]")).ToContainTextAsync("2 of");
        await Screens.KeepAsync(officer, "policy-people", whole: true);

        await officer.GotoAsync("/policies/access-control/draft");
        await WaysToPages.IsThereAsync(officer);
        await Assertions.Expect(officer.Locator("#preview")).ToContainTextAsync("read the health data of patients in their care");
        await Screens.KeepAsync(officer, "policy-permissions", whole: true);
    }

    /// <summary>Writes a text over a policy's draft and signs it, with the second factor where it is asked for.</summary>
    internal static async Task SignAsync(RunningPortal portal, IPage officer, string name, string text)
    {
        await officer.GotoAsync("/account/password");
        await WaysToPages.IsThereAsync(officer);
        if (new Uri(officer.Url).AbsolutePath != "/account/password")
        {
            await portal.ConfirmAsync(officer);
        }

        await officer.GotoAsync($"/policies/{name}/draft");
        await WaysToPages.IsThereAsync(officer);
        await officer.Locator("#policy-written").FillAsync(text);
        await officer.Locator("#policy-written").BlurAsync();
        await Assertions.Expect(officer.Locator("#sign")).ToBeEnabledAsync();
        await officer.Locator("#sign").ClickAsync();
        await officer.Locator("#policy").WaitForAsync();
        await WaysToPages.IsThereAsync(officer);
    }
}
