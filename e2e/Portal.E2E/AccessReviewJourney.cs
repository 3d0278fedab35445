using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Portal.E2E;

/// <summary>A review of access from its beginning to its signature, with an instance of its own: somebody's account is taken away in it.</summary>
[Trait("Norm", "164.308(a)(4)(ii)(C)")]
public sealed class AccessReviewJourney(RunningPortal portal, ITestOutputHelper output) : IClassFixture<RunningPortal>
{
    private const int WithinFiveSeconds = 5_000;

    [Fact]
    [Trait("Norm", "164.308(a)(3)(ii)(C)")]
    public async Task A_manager_takes_access_away_while_the_record_is_open_and_the_officer_signs_what_was_decided()
    {
        var officer = await portal.PageAsAsync(portal.First("ComplianceOfficer"));
        var address = await BeginAsync(officer);
        await Screens.LookAsync(officer, "review-running");

        var nurse = await portal.PageAsAsync(portal.First("Nurse"));
        await nurse.GotoAsync("/patients");
        await WaysToPages.FollowAsync(nurse, nurse.Locator("table tbody tr a").First, ".banner h1");
        var name = await nurse.Locator("main h1").InnerTextAsync();

        var manager = await portal.PageAsAsync(portal.First("Clinician"));
        await manager.GotoAsync("/access-reviews");
        await WaysToPages.IsThereAsync(manager);
        await Screens.KeepAsync(manager, "review-manager-list");
        await WaysToPages.FollowAsync(manager, manager.Locator(".table-findings tbody a").First, "#lines");
        // Only their own people, and by keyboard.
        await manager.Locator("[data-row]").First.FocusAsync();
        await manager.Keyboard.PressAsync("ArrowDown");
        await manager.Keyboard.PressAsync("ArrowUp");
        var row = manager.Locator("tr[data-row]").Filter(new() { HasText = "Samira Haddad" });
        await row.FocusAsync();
        await manager.Keyboard.PressAsync("v");
        await Assertions.Expect(manager.Locator("#line-comment")).ToBeFocusedAsync();
        await manager.Keyboard.TypeAsync("Left the ward last month.");
        await Screens.LookAsync(manager, "review-decide");
        await manager.Locator("#decide").ClickAsync();
        await WithFactorAsync(manager, portal.First("Clinician"), manager.Locator("#said").Filter(new() { HasText = "taken away" }));
        var watch = Stopwatch.StartNew();
        await Assertions.Expect(nurse.Locator("h1")).ToHaveTextAsync("You were signed out", new() { Timeout = WithinFiveSeconds });
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the open record was gone {watch.Elapsed.TotalSeconds:0.0} s after the review had taken the access away"));
        (await nurse.ContentAsync()).ShouldNotContain(name);

        await officer.GotoAsync(address);
        await WaysToPages.IsThereAsync(officer);
        await DecideAllAsync(officer);
        await officer.Locator("#sign").ClickAsync();
        await WithFactorAsync(officer, portal.First("ComplianceOfficer"), officer.Locator("#hash"));
        await Assertions.Expect(officer.Locator("[data-row-key]")).ToHaveCountAsync(0);
        await Screens.LookAsync(officer, "review-signed");
        await DownloadAsync(officer);

        await WaysToPages.FollowAsync(officer, officer.Locator("#print"), "#sheet");
        await Assertions.Expect(officer.Locator("#sheet-proof")).ToBeVisibleAsync();
        await Assertions.Expect(officer.Locator("#sheet")).ToContainTextAsync("Left the ward last month.");
        await Screens.LookAsync(officer, "review-sheet");
        await Screens.ShouldKeepNothingAsync(officer);
    }

    /// <summary>Begins a review of a department of the demo, and says where it is.</summary>
    internal static async Task<string> BeginAsync(IPage officer)
    {
        await officer.GotoAsync("/access-reviews");
        await WaysToPages.IsThereAsync(officer);
        await officer.Locator("#new-review").ClickAsync();
        await officer.Locator("#review-scope").SelectOptionAsync("Department");
        await officer.Locator("#review-department").SelectOptionAsync("Internal medicine");
        await Screens.KeepAsync(officer, "review-new");
        await officer.Locator("#start-review").ClickAsync();
        await officer.Locator("#lines").WaitForAsync();
        return new Uri(officer.Url).AbsolutePath;
    }

    // Marked ones with a word, the others at once by a key.
    private static async Task DecideAllAsync(IPage officer)
    {
        while (await officer.Locator("tr[data-row]:has([data-row-key])").CountAsync() is > 0 and var left)
        {
            await officer.Locator("tr[data-row]:has([data-row-key])").First.FocusAsync();
            await officer.Keyboard.PressAsync("k");
            var (form, fewer) = (officer.Locator("#line-comment"), officer.Locator("tr[data-row]:has([data-row-key])").Nth(left - 1));
            await Task.WhenAny(form.WaitForAsync(), fewer.WaitForAsync(new() { State = WaitForSelectorState.Detached }));
            if (await form.IsVisibleAsync())
            {
                await form.FillAsync("Known to the department, needed.");
                await officer.Locator("#decide").ClickAsync();
            }

            await Assertions.Expect(officer.Locator("tr[data-row]:has([data-row-key])")).ToHaveCountAsync(left - 1);
        }
    }

    private static async Task WithFactorAsync(IPage page, DemoPerson person, ILocator done)
    {
        var code = page.Locator("#step-up-code");
        await Assertions.Expect(done.Or(code.Locator("visible=true")).First).ToBeVisibleAsync();
        if (await code.IsVisibleAsync())
        {
            await AccountJourney.TypeFreshCodeAsync(code, person.TotpSecret!);
            await Assertions.Expect(done).ToBeVisibleAsync();
        }
    }

    private static async Task DownloadAsync(IPage officer)
    {
        var download = await officer.RunAndWaitForDownloadAsync(() => officer.Locator("#download").ClickAsync());
        download.SuggestedFilename.ShouldStartWith("access-review-");
        var path = (await download.PathAsync())!;
        using var zip = ZipFile.OpenRead(path);
        zip.Entries.Select(entry => entry.Name).ShouldBe(["access-review.csv", "entries.ndjson", "proofs.ndjson", "manifest.ndjson", "verifier.html", "README.txt"]);
        await using var csv = await zip.GetEntry("access-review.csv")!.OpenAsync();
        var shown = await officer.Locator("#hash").InnerTextAsync();
        Convert.ToHexStringLower(await System.Security.Cryptography.SHA256.HashDataAsync(csv)).ShouldBe(shown.Trim());
    }
}
