using Microsoft.Playwright;

namespace Portal.E2E;

/// <summary>Writing a chart: adding, correcting, losing a race without losing text, and the history of it all.</summary>
[Collection(PortalCollection.Name)]
public sealed class ChartingJourney(RunningPortal portal)
{
    // Of a patient whom the clinician's and the nurse's team share. Different at each test: the journeys share one record.
    private readonly string problem = $"Seasonal rhinitis {Guid.NewGuid():N}"[..30];

    [Fact]
    [Trait("Norm", "164.312(c)")]
    public async Task Two_people_correct_one_problem_and_the_later_one_keeps_what_was_typed()
    {
        var clinician = await OpenAsync("Clinician");
        await AddProblemAsync(clinician);
        var nurse = await OpenAsync("Nurse", new Uri(clinician.Url).AbsolutePath);
        await CorrectAsync(clinician);
        await CorrectAsync(nurse);

        await nurse.Locator("#entry-Problem").FillAsync(problem + " A");
        await nurse.Locator("#entry-Reason").FillAsync("Named more exactly");
        await SaveAsync(nurse);
        await Assertions.Expect(nurse.Locator("#problems .said")).ToContainTextAsync("correction is in the record");
        await clinician.Locator("#entry-Problem").FillAsync(problem + " B");
        await clinician.Locator("#entry-Reason").FillAsync("Typing error");
        await SaveAsync(clinician);

        await Assertions.Expect(clinician.Locator(".entry-form [role=alert]")).ToContainTextAsync("while you had it open");
        await Assertions.Expect(clinician.Locator("#entry-Problem")).ToHaveValueAsync(problem + " B");
        await Screens.ShouldBeAccessibleAsync(clinician);
        await Screens.KeepAsync(clinician, "charting-conflict");
        await SaveAsync(clinician);
        await Row(clinician, problem + " B").GetByRole(AriaRole.Button, new() { Name = "History" }).ClickAsync();
        await Assertions.Expect(clinician.Locator(".changes > li")).ToHaveCountAsync(3);
        await Screens.KeepAsync(clinician, "charting-history");
    }

    [Fact]
    public async Task A_form_with_a_fault_says_so_at_the_field_and_keeps_the_rest()
    {
        var page = await OpenAsync("Clinician");
        await page.Locator("#results .section-head button").ClickAsync();
        await page.Locator("#entry-Value").FillAsync("12o");
        await page.Locator("#entry-Second").FillAsync("80");
        await SaveAsync(page);

        await Assertions.Expect(page.Locator("#entry-Value-error")).ToContainTextAsync("number");
        await Assertions.Expect(page.Locator("#entry-Second")).ToHaveValueAsync("80");
        await page.Locator("#entry-Value").FillAsync("120");
        await SaveAsync(page);
        await Assertions.Expect(page.Locator("#results .said")).ToContainTextAsync("in the record");
    }

    [Fact]
    public async Task An_entry_made_in_error_stays_struck_through_and_can_be_taken_back()
    {
        var page = await OpenAsync("Clinician");
        await AddProblemAsync(page);
        await CorrectAsync(page);
        await page.Locator("#entry-Reason").FillAsync("Wrong patient");
        await page.GetByRole(AriaRole.Button, new() { Name = "Mark as entered in error" }).ClickAsync();

        await Assertions.Expect(Row(page, problem)).ToHaveClassAsync("in-error");
        await CorrectAsync(page);
        await page.Locator("#entry-Reason").FillAsync("It was the right one");
        await SaveAsync(page);
        await Assertions.Expect(Row(page, problem)).Not.ToHaveClassAsync("in-error");
    }

    [Fact]
    public async Task What_is_typed_is_not_left_behind_without_a_question()
    {
        var page = await OpenAsync("Clinician");
        var asked = 0;
        page.Dialog += (_, dialog) =>
        {
            asked++;
            _ = dialog.DismissAsync();
        };
        await page.Locator("#documents .section-head button").ClickAsync();
        await page.Locator("#entry-Text").FillAsync("Half a sentence");
        var address = page.Url;

        await page.Locator(".bar-nav a[href='/patients']").ClickAsync();
        asked.ShouldBe(1);
        await page.EvaluateAsync("history.back()");
        for (var tries = 0; tries < 200 && asked < 2; tries++)
        {
            await Task.Delay(50);
        }

        // It was left for a moment: the browser changes the address before it tells. Asked of the page itself, which knows it first.
        await page.WaitForFunctionAsync("address => location.href === address", address);
        await page.Locator("#problems .section-head button").ClickAsync();

        await Assertions.Expect(page.Locator(".entry-form [role=alert]")).ToContainTextAsync("Save or cancel");
        await Assertions.Expect(page.Locator("#entry-Text")).ToHaveValueAsync("Half a sentence");
        asked.ShouldBe(2);
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await page.Locator(".bar-nav a[href='/patients']").ClickAsync();
        await page.Locator("#find").WaitForAsync();
        asked.ShouldBe(2);
    }

    [Fact]
    public async Task The_longest_note_comes_through_and_is_known_to_the_server_while_it_is_typed()
    {
        var page = await OpenAsync("Clinician");
        await page.Locator("#documents .section-head button").ClickAsync();
        await page.Locator("#entry-Title").FillAsync(problem);
        await page.Locator("#entry-Text").FillAsync(new string('Ж', 49_990));
        await page.Locator("#entry-Text").PressSequentiallyAsync(" end.");

        await SaveAsync(page);

        await Assertions.Expect(page.Locator("#documents .said")).ToContainTextAsync("in the record");
        var row = page.Locator("#documents li", new() { HasText = problem });
        await row.GetByRole(AriaRole.Button, new() { Name = "Read" }).ClickAsync();
        (await row.Locator(".document-text").InnerTextAsync()).ShouldEndWith(" end.");
    }

    [Fact]
    public async Task A_time_cleared_while_a_lost_race_is_shown_is_a_fault_and_no_crash()
    {
        var (first, second) = (await OpenAsync("Clinician"), await OpenAsync("Nurse"));
        await AddProblemAsync(first);
        await second.ReloadAsync();
        await CorrectAsync(first);
        await CorrectAsync(second);
        await first.Locator("#entry-Reason").FillAsync("One");
        await first.Locator("#entry-Note").FillAsync("First");
        await SaveAsync(first);
        await Assertions.Expect(first.Locator("#problems .said")).ToContainTextAsync("correction is in the record");
        await second.Locator("#entry-Reason").FillAsync("Two");
        await second.Locator("#entry-Note").FillAsync("Second");
        await SaveAsync(second);
        await Assertions.Expect(second.Locator(".entry-form [role=alert]")).ToContainTextAsync("while you had it open");

        await second.Locator("#entry-At").FillAsync("");
        await SaveAsync(second);

        await Assertions.Expect(second.Locator("#entry-At-error")).ToBeVisibleAsync();
        await second.GetByRole(AriaRole.Button, new() { Name = "Start from the new state" }).ClickAsync();
        await Assertions.Expect(second.Locator("#entry-Note")).ToHaveValueAsync("First");
        await SaveAsync(second);
        await Assertions.Expect(second.Locator("#problems .said")).ToContainTextAsync("correction is in the record");
    }

    [Fact]
    [Trait("Norm", "WCAG 2.2 AA")]
    public async Task Each_form_has_no_accessibility_violation_and_fits_a_phone()
    {
        var page = await OpenAsync("Clinician", null, Sizes.Phone);
        foreach (var section in new[] { "problems", "allergies", "medications", "results", "documents" })
        {
            await page.Locator($"#{section} .section-head button").ClickAsync();
            await page.Locator(".entry-form").WaitForAsync();
            await Screens.ShouldReflowAsync(page);
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await page.EmulateMediaAsync(new() { ColorScheme = scheme });
                await Screens.ShouldBeAccessibleAsync(page.Locator(".entry-form"));
                await Screens.KeepAsync(page, $"charting-{section}-{scheme}".ToLowerInvariant());
            }

            await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
            await Assertions.Expect(page.Locator(".entry-form")).ToHaveCountAsync(0);
        }
    }

    [Fact]
    public async Task A_nurse_is_offered_no_prescription()
    {
        var page = await OpenAsync("Nurse");

        (await page.Locator("#problems .section-head button").CountAsync()).ShouldBe(1);
        (await page.Locator("#medications .section-head button").CountAsync()).ShouldBe(0);
    }

    private async Task<IPage> OpenAsync(string role, string? address = null, ViewportSize? size = null)
    {
        var page = await portal.PageAsAsync(portal.First(role), size);
        if (address is not null)
        {
            await page.GotoAsync(address);
            await page.Locator(".banner h1").WaitForAsync();
            return page;
        }

        await page.GotoAsync("/patients");
        await page.Locator("#find").FillAsync("DEMO-0005");
        await Assertions.Expect(page.Locator("table tbody tr")).ToHaveCountAsync(1);
        await ClinicianJourney.OpenFirstAsync(page);
        return page;
    }

    private async Task AddProblemAsync(IPage page)
    {
        await page.Locator("#problems .section-head button").ClickAsync();
        await page.Locator("#entry-Problem").FillAsync(problem);
        await SaveAsync(page);
        await Assertions.Expect(page.Locator("#problems .said")).ToContainTextAsync("in the record");
    }

    private Task CorrectAsync(IPage page) => Row(page, problem).GetByRole(AriaRole.Button, new() { Name = "Correct" }).ClickAsync();

    private static ILocator Row(IPage page, string text) => page.Locator("#problems tbody tr", new() { HasText = text });

    private static Task SaveAsync(IPage page) => page.Locator(".entry-form button[type=submit]").ClickAsync();
}
