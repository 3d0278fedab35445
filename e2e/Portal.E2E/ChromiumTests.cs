namespace Portal.E2E;

public sealed class ChromiumTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task A_page_runs_its_script_in_a_real_browser()
    {
        var page = await chromium.NewPageAsync();
        await page.SetContentAsync("<button onclick=\"this.textContent = 'pressed'\">press</button>");

        await page.GetByRole(Microsoft.Playwright.AriaRole.Button).ClickAsync();

        (await page.InnerTextAsync("button")).ShouldBe("pressed");
    }
}
