using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Portal.E2E;

/// <summary>Signing in and out as people do it, and what the browser has to say about the pages.</summary>
[Collection(PortalCollection.Name)]
public sealed class SignInJourneys(RunningPortal portal)
{
    [Fact]
    [Trait("Norm", "164.312(d)")]
    public async Task A_clinician_signs_in_with_password_and_code_and_signs_out()
    {
        var person = portal.People.Last(p => p.Role == "Clinician" && p.TotpSecret is not null);
        var page = await portal.NewPageAsync();
        var complaints = ListenTo(page);
        await SignIn.WithPasswordAsync(page, person.Email, person.Password);
        page.Url.ShouldEndWith("/sign-in/code");
        await SignIn.WithCodeAsync(page, Totp.Now(person.TotpSecret!));
        page.Url.ShouldNotContain("/sign-in");
        (await page.Locator(".bar-who strong").InnerTextAsync()).ShouldNotBeEmpty();

        await page.Locator(".bar-out").ClickAsync();
        await page.WaitForURLAsync(new Regex("/sign-in"));
        await page.GotoAsync("/");
        page.Url.ShouldContain("/sign-in");
        complaints.ShouldBeEmpty();
    }

    [Fact]
    [Trait("Norm", "WCAG 2.2 AA")]
    public async Task Sign_in_pages_have_no_accessibility_fault_and_fit_into_320_pixels()
    {
        var person = portal.First("Patient");
        var page = await portal.NewPageAsync(Sizes.Narrow);
        await SignIn.WithPasswordAsync(page, person.Email, "not the password");
        await LooksRightAsync(page);
        await SignIn.WithPasswordAsync(page, person.Email, person.Password);
        await LooksRightAsync(page);
        await page.GotoAsync("/sign-in/recovery");
        await LooksRightAsync(page);
        await page.GotoAsync("/denied");
        await LooksRightAsync(page);
    }

    private static async Task LooksRightAsync(IPage page)
    {
        var faults = (await page.RunAxe()).Violations.Select(v => $"{page.Url}: {v.Id} {string.Join(' ', v.Nodes.Select(n => n.Html))}");
        faults.ShouldBeEmpty();
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(Sizes.Narrow.Width);
    }

    private static ConcurrentQueue<string> ListenTo(IPage page)
    {
        var complaints = new ConcurrentQueue<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                complaints.Enqueue(message.Text);
            }
        };
        page.PageError += (_, error) => complaints.Enqueue(error);
        return complaints;
    }
}
