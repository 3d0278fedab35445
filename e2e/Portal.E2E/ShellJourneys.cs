using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Portal.E2E;

/// <summary>What every page has around it: colours, keys, the way past the menu, where the focus goes.</summary>
[Collection(PortalCollection.Name)]
public sealed class ShellJourneys(RunningPortal portal)
{
    // WCAG 2.2, 1.4.12: lines 1.5, paragraphs 2, letters 0.12, words 0.16 times the size of the letters.
    private const string TextSpacing = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }";

    [Fact]
    public async Task Chosen_colours_are_in_the_first_html_of_every_page_and_in_nothing_but_a_cookie()
    {
        var page = await portal.PageAsAsync(portal.First("Patient"));
        await page.GotoAsync("/");
        var light = await PaperAsync(page);

        await page.GetByRole(AriaRole.Button, new() { Name = "Dark" }).ClickAsync();

        (await PaperAsync(page)).ShouldNotBe(light);
        var html = await (await page.APIRequest.GetAsync("/")).TextAsync();
        html.ShouldContain("data-theme=\"dark\"");
        await page.ReloadAsync();
        (await PaperAsync(page)).ShouldNotBe(light);
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Dark" })).ToHaveAttributeAsync("aria-pressed", "true");
        await Screens.ShouldKeepNothingAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "System" }).ClickAsync();
        (await PaperAsync(page)).ShouldBe(light);
    }

    [Fact]
    [Trait("Norm", "WCAG 2.1.4")]
    public async Task Keys_find_search_and_places_and_can_be_switched_off()
    {
        var page = await portal.PageAsAsync(portal.First("Clinician"));
        await page.GotoAsync("/patients");
        await WaysToPages.IsThereAsync(page);

        await page.Keyboard.PressAsync("?");
        await Assertions.Expect(page.Locator("dialog#keys")).ToBeVisibleAsync();
        await Screens.ShouldBeAccessibleAsync(page);
        await Screens.KeepAsync(page, "keys");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("/");
        await Assertions.Expect(page.Locator("#find")).ToBeFocusedAsync();
        await page.Locator("main").FocusAsync();
        await ClinicianJourney.OpenFirstAsync(page);
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("p");
        await page.Locator("#find").WaitForAsync();
        await WaysToPages.IsThereAsync(page);

        await page.GetByRole(AriaRole.Button, new() { Name = "Keyboard shortcuts" }).ClickAsync();
        await page.GetByLabel("Use these keys").UncheckAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.ReloadAsync();
        await WaysToPages.IsThereAsync(page);
        await page.Keyboard.PressAsync("/");
        await Assertions.Expect(page.Locator("#find")).Not.ToBeFocusedAsync();
    }

    [Fact]
    [Trait("Norm", "WCAG 2.4.1")]
    public async Task The_first_tab_offers_the_way_past_the_menu_also_after_a_navigation()
    {
        var page = await portal.PageAsAsync(portal.First("ComplianceOfficer"));
        await page.GotoAsync("/");
        await page.Keyboard.PressAsync("Tab");
        await SkipAsync(page);

        await page.Locator(".place[href='/audit/verify']").ClickAsync();
        await HeadingIsReachedAsync(page, "Integrity of the audit log");
        await page.Locator(".skip").FocusAsync();
        await SkipAsync(page);
    }

    [Fact]
    [Trait("Norm", "WCAG 2.4.3")]
    public async Task From_any_page_to_any_page_the_focus_reaches_the_heading_unless_it_was_put_elsewhere()
    {
        var page = await portal.PageAsAsync(portal.First("ComplianceOfficer"));
        await page.GotoAsync("/");
        var connection = await page.Locator("#connection").ElementHandleAsync();

        await page.Locator(".place[href='/audit/verify']").ClickAsync();
        await HeadingIsReachedAsync(page, "Integrity of the audit log");
        await page.Locator(".bar-nav a[href='/']").ClickAsync();
        await HeadingIsReachedAsync(page, "Welcome");
        await page.GoBackAsync();
        await HeadingIsReachedAsync(page, "Integrity of the audit log");
        // What tells of a lost connection and what watches it are still one thing.
        (await connection.EvaluateAsync<bool>("one => one === document.getElementById('connection')")).ShouldBeTrue();

        var held = new TaskCompletionSource();
        await page.RouteAsync(new Regex("/$"), async route =>
        {
            await held.Task;
            await route.ContinueAsync();
        });
        await page.Locator(".bar-nav a[href='/']").ClickAsync();
        await page.Locator(".bar-out").FocusAsync();
        held.SetResult();
        await Assertions.Expect(page.Locator("main h1")).ToContainTextAsync("Welcome");
        await Assertions.Expect(page.Locator(".bar-out")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task The_focus_follows_from_the_list_to_the_heading_of_the_record_and_on_to_its_sections()
    {
        var page = await portal.PageAsAsync(portal.First("Clinician"));
        await page.GotoAsync("/patients");
        await WaysToPages.IsThereAsync(page);

        await ClinicianJourney.OpenFirstAsync(page);

        await Assertions.Expect(page.Locator(".banner h1")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("]");
        await Assertions.Expect(page.Locator("#problems-title")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("]");
        await Assertions.Expect(page.Locator("#allergies-title")).ToBeFocusedAsync();
    }

    [Fact]
    [Trait("Norm", "WCAG 2.4.11")]
    public async Task What_has_the_focus_is_never_hidden_behind_what_sticks()
    {
        foreach (var (role, size) in new[] { ("Clinician", Sizes.Desktop), ("Patient", Sizes.Phone) })
        {
            var page = await portal.PageAsAsync(portal.First(role), size);
            await WaysToPages.GoAsync(portal, page, RoutablePage.All.Single(one => one.Template == (role == "Patient" ? "/" : "/patients/{Id:guid}")));
            for (var tab = 0; tab < 25; tab++)
            {
                await page.Keyboard.PressAsync("Tab");
                (await page.EvaluateAsync<string?>(CoveredFocus)).ShouldBeNull($"{role}, tab {tab}");
            }
        }
    }

    [Fact]
    [Trait("Norm", "WCAG 1.4.12")]
    public async Task Wider_text_and_320_pixels_lose_nothing_and_colours_of_ones_own_keep_everything_legible()
    {
        var page = await portal.PageAsAsync(portal.First("Clinician"), Sizes.Narrow);
        await WaysToPages.GoAsync(portal, page, RoutablePage.All.Single(one => one.Template == "/patients/{Id:guid}"));
        await page.EvaluateAsync("css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet]; }", TextSpacing);
        await Screens.ShouldReflowAsync(page);
        await Screens.KeepAsync(page, "record-spaced");

        await page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active, ReducedMotion = ReducedMotion.Reduce });
        await Screens.KeepAsync(page, "record-forced-colors");
        await page.Locator(".trend-line polyline").First.WaitForAsync();
        (await page.EvaluateAsync<int>("document.getAnimations().length")).ShouldBe(0);
        (await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.trend-line polyline')).stroke"))
            .ShouldBe(await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('main h2')).color"));
    }

    [Fact]
    [Trait("Norm", "164.312(c)")]
    public async Task An_officer_checks_the_log_and_reads_the_outcome()
    {
        var page = await portal.PageAsAsync(portal.First("ComplianceOfficer"));
        await page.GotoAsync("/audit/verify");

        await page.GetByRole(AriaRole.Button, new() { Name = "Verify" }).ClickAsync();

        await Assertions.Expect(page.Locator("[role=status] h2")).ToHaveTextAsync("No entry was changed", new() { Timeout = 60_000 });
        await Screens.ShouldBeAccessibleAsync(page);
        await Screens.KeepAsync(page, "integrity-checked");
    }

    // The middle of what has the focus, as far as it is in the window, belongs to it or to something in it.
    private const string CoveredFocus = """
        (() => {
          const one = document.activeElement, box = one.getBoundingClientRect();
          if (one === document.body || box.width === 0) return null;
          const x = box.left + Math.min(box.width, 40) / 2, y = Math.min(Math.max(box.top, 0) + Math.min(box.height, 30) / 2, innerHeight - 1);
          const top = document.elementFromPoint(x, y);
          return top === null || one.contains(top) || top.contains(one) ? null : `${one.outerHTML.slice(0, 80)} under ${top.outerHTML.slice(0, 80)}`;
        })()
        """;

    private static async Task HeadingIsReachedAsync(IPage page, string text)
    {
        await Assertions.Expect(page.Locator("main h1")).ToContainTextAsync(text);
        await Assertions.Expect(page.Locator("main h1")).ToBeFocusedAsync();
    }

    private static async Task SkipAsync(IPage page)
    {
        await Assertions.Expect(page.Locator(".skip")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator(".skip")).ToBeInViewportAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#main")).ToBeFocusedAsync();
    }

    private static Task<string> PaperAsync(IPage page) => page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
}
