using Microsoft.Playwright;

namespace Portal.E2E;

/// <summary>The whole loop in two browsers at once: a clinician breaks the glass while an officer's board stands open; question, answer, decision; the patient reads what came of it.</summary>
[Collection(PortalCollection.Name)]
[Trait("Norm", "164.308(a)(1)(ii)(D)")]
public sealed class GlassReviewJourney(RunningPortal portal)
{
    // What is promised of an open board; the browser's own drawing is in it.
    private const float Promised = 2_000;

    [Fact]
    public async Task The_board_shows_it_at_once_and_question_answer_decision_and_the_patients_page_follow()
    {
        var board = await portal.PageAsAsync(portal.First("ComplianceOfficer"));
        await board.GotoAsync("/break-glass");
        await WaysToPages.IsThereAsync(board);
        var before = await board.Locator(".live-grant").CountAsync();

        var clinician = await portal.PageAsAsync(portal.People.Where(one => one.Role == "Clinician" && one.TotpSecret is not null).ElementAt(1));
        await BreakAsync(portal, clinician);
        await Assertions.Expect(board.Locator(".live-grant")).ToHaveCountAsync(before + 1, new() { Timeout = Promised });
        await Assertions.Expect(board.Locator(".live-grant").Last).ToContainTextAsync("Emergency treatment");
        await Screens.LookAsync(board, "glass-board-live");

        await clinician.Locator("#glass-back").ClickAsync();
        await Assertions.Expect(clinician.Locator("#glass-ended")).ToBeVisibleAsync();
        await Assertions.Expect(board.Locator(".live-grant")).ToHaveCountAsync(before, new() { Timeout = Promised });
        await WaysToPages.FollowAsync(board, board.Locator(".table-grants tbody a").Last, "#sentence");
        await Assertions.Expect(board.Locator("#sentence")).ToContainTextAsync("unconscious");
        await Assertions.Expect(board.Locator("#done tbody tr").First).ToBeVisibleAsync();
        await Screens.LookAsync(board, "glass-review");
        await SayAsync(board, "Asked", "Who called you to this patient, and from which ward?");
        await Assertions.Expect(board.Locator("#outcome")).ToContainTextAsync("Asked");

        await clinician.GotoAsync("/emergency-access");
        await Screens.KeepAsync(clinician, "glass-question", whole: true);
        await clinician.Locator(".own-question textarea").First.FillAsync("The emergency ward called me as the only anaesthetist on duty.");
        await clinician.Locator(".own-question .answer").First.ClickAsync();
        await Assertions.Expect(clinician.Locator("#outcome")).ToContainTextAsync("Your answer was sent");

        await board.ReloadAsync();
        await Assertions.Expect(board.Locator("#steps")).ToContainTextAsync("only anaesthetist");
        await SayAsync(board, "Appropriate", "Confirmed with the ward.");
        await Assertions.Expect(board.Locator("#outcome")).ToContainTextAsync("appropriate");
        await Screens.KeepAsync(board, "glass-decided", whole: true);

        var patient = await portal.PageAsAsync(portal.First("Patient"));
        await patient.GotoAsync("/");
        await patient.Locator("#emergency a").ClickAsync();
        await Assertions.Expect(patient.Locator("#own-accesses li").First).ToContainTextAsync("found that it was right");
        await Screens.LookAsync(patient, "glass-patient");
        await Screens.ShouldKeepNothingAsync(patient);
    }

    /// <summary>A clinician who confirms with her factor and breaks the glass over a record that is closed to her.</summary>
    internal static async Task BreakAsync(RunningPortal portal, IPage page)
    {
        var address = await GlassJourney.AdaAsync(portal);
        await page.GotoAsync("/account/password");
        await WaysToPages.IsThereAsync(page);
        if (new Uri(page.Url).AbsolutePath != "/account/password")
        {
            await portal.ConfirmAsync(page);
        }

        await page.GotoAsync(address);
        await page.Locator("#closed").WaitForAsync();
        await page.Locator("input[value=Emergency]").CheckAsync();
        await page.Locator("#glass-sentence").FillAsync("Brought in unconscious; I need her allergies now.");
        await page.Locator("#glass-break").ClickAsync();
        await page.Locator("#glass").WaitForAsync();
    }

    private static async Task SayAsync(IPage page, string verdict, string text)
    {
        await page.Locator($"input[name=verdict][value={verdict}]").CheckAsync();
        await page.Locator("#verdict-text").FillAsync(text);
        await page.Locator("#decide-send").ClickAsync();
    }
}
