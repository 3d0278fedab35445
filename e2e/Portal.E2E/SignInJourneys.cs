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
