using System.Text;
using Microsoft.Playwright;

namespace Portal.E2E;

/// <summary>An administrator brings the staff directory up to date with a file, and sees first what it would change.</summary>
[Collection(PortalCollection.Name)]
[Trait("Norm", "164.308(a)(3)(ii)(A)")]
public sealed class StaffJourney(RunningPortal portal)
{
    private const string Good = "staff number,name,department,profession,first day\nE-9001,Ines Fjord,Cardiology,Nurse,2026-01-05\nE-9002,Otto Quay,Cardiology,Nurse,5 January\n";

    [Fact]
    public async Task A_file_is_shown_line_by_line_before_anything_changes_and_applied_once()
    {
        var page = await portal.PageAsAsync(portal.First("Administrator"));
        await page.GotoAsync("/account/password");
        await WaysToPages.IsThereAsync(page);
        await portal.ConfirmAsync(page);
        await page.GotoAsync("/staff/import");
        await SendAsync(page, "a,b\n1,2\n");
        await Assertions.Expect(page.Locator("#file-fault")).ToBeVisibleAsync();
        await page.Locator("#import-drop").ClickAsync();

        await SendAsync(page, Good);
        await Assertions.Expect(page.Locator("#import-lines tbody tr")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("#import-lines tbody tr").First).ToContainTextAsync("Otto Quay");
        await Screens.LookAsync(page, "staff-preview");

        await page.Locator("#import-apply").ClickAsync();
        await Assertions.Expect(page.GetByText("Done. People entered: 1, changed: 0; lines left out: 1.")).ToBeVisibleAsync();
        await ListedAsync();

        await SendAsync(page, Good);
        await Assertions.Expect(page.Locator("#import-counts")).ToBeVisibleAsync();
        (await page.Locator("#import-apply").CountAsync()).ShouldBe(0);
    }

    private static async Task SendAsync(IPage page, string text)
    {
        await page.Locator("#import-file").SetInputFilesAsync(new FilePayload { Name = "staff.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(text) });
        await page.Locator("#import-send").ClickAsync();
        await page.Locator("#preview-title").WaitForAsync();
    }

    private async Task ListedAsync()
    {
        var page = await portal.PageAsAsync(portal.First("Administrator"));
        await page.GotoAsync("/staff");
        await page.Locator("#staff-text").FillAsync("Fjord");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("table tbody tr")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("table tbody tr")).ToContainTextAsync("Ines Fjord");
    }
}
