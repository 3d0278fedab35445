using Microsoft.Playwright;
using Portal.Kernel.Access;

namespace Portal.E2E;

/// <summary>
/// Every page that has an address, in light and dark, on a desk and 320 px wide (WCAG 1.4.10) in the first role that has it, and on a desk in light in the others. Axe sees each scheme and each width once, which is
/// where its rules look at colours and at what is hidden; that nothing scrolls sideways and no target is too small is measured in all four.
/// </summary>
[Collection(PortalCollection.Name)]
public sealed class EveryPage(RunningPortal portal)
{
    private static readonly (ColorScheme Scheme, ViewportSize Size, bool Axe)[] Looks =
    [
        (ColorScheme.Light, Sizes.Desktop, true), (ColorScheme.Light, Sizes.Narrow, false), (ColorScheme.Dark, Sizes.Desktop, false), (ColorScheme.Dark, Sizes.Narrow, true),
    ];

    public static TheoryData<string> PeopleWithAccounts() => [.. Roles.OfPeople.Select(role => role.ToString())];

    [Theory]
    [MemberData(nameof(PeopleWithAccounts))]
    [Trait("Norm", "WCAG 2.2 AA")]
    public async Task A_role_meets_no_accessibility_fault_on_its_pages(string role)
    {
        var page = await portal.PageAsAsync(portal.First(role));
        var faults = new List<string>();
        var missed = new List<string>();
        foreach (var one in RoutablePage.All.Where(one => !one.IsOpen && one.IsFor(Enum.Parse<Role>(role)) && IsLookedAtHere(one, role)))
        {
            if (await WaysToPages.GoAsync(portal, page, one))
            {
                faults.AddRange(await LookAsync(page, $"{role}{one.Template}", IsSeenHereFirst(one, role) ? Looks : Looks[..1]));
            }
            else
            {
                missed.Add(one.Template);
            }
        }

        // Each demo account whose role has a list has somebody in it, so nothing may be passed over.
        missed.ShouldBeEmpty();
        faults.ShouldBeEmpty();
    }

    [Fact]
    [Trait("Norm", "WCAG 2.2 AA")]
    public async Task Nobody_meets_an_accessibility_fault_on_an_open_page()
    {
        var (faults, missed) = (new List<string>(), new List<string>());
        foreach (var one in RoutablePage.All.Where(one => one.IsOpen))
        {
            var page = await portal.NewPageAsync();
            if (await WaysToPages.GoAsync(portal, page, one))
            {
                faults.AddRange(await LookAsync(page, $"nobody{one.Template}", Looks));
            }
            else
            {
                missed.Add(one.Template);
            }

            await page.Context.CloseAsync();
        }

        missed.ShouldBeEmpty();
        faults.ShouldBeEmpty();
    }

    // What a walk through the pages does not meet by itself: a refusal at the door, and the finding with the least in it, which nobody's doing stands behind.
    [Fact]
    [Trait("Norm", "WCAG 2.2 AA")]
    public async Task The_sign_in_with_its_complaint_and_the_barest_finding_have_no_accessibility_fault()
    {
        var door = await portal.NewPageAsync();
        await SignIn.WithPasswordAsync(door, "nobody@people.example", "not the password");
        await door.Locator(".note-bad[role=alert]").WaitForAsync();
        var faults = await LookAsync(door, "nobody/sign-in-refused", Looks);
        await door.Context.CloseAsync();

        var page = await portal.PageAsAsync(portal.First(nameof(Role.ComplianceOfficer)));
        await page.GotoAsync("/findings?state=all&kind=CertificateEnds");
        await WaysToPages.IsThereAsync(page);
        await WaysToPages.FollowAsync(page, page.Locator(".table-findings tbody a").First, "#review");
        faults.AddRange(await LookAsync(page, "officer/findings/barest", Looks));
        faults.ShouldBeEmpty();
    }

    // A page for everybody differs between roles by its bar alone, which the home page shows, and notices by rows, which an officer and an administrator get others of: patients' and clinicians' looks stand for the two layouts.
    private static bool IsLookedAtHere(RoutablePage page, string role) => HasSomething(page, role) && (page.Template == "/" || Stands(role) || (page.Template == "/notices" && role is nameof(Role.ComplianceOfficer) or nameof(Role.Administrator)) || !Roles.OfPeople.All(page.IsFor));

    // A review of access opens to whoever decides in it or looks after all of them: of the demo's accounts those who lead a department, the officer and the auditor.
    private static bool HasSomething(RoutablePage page, string role) =>
        page.Template != "/access-reviews/{Id:guid}" || role is nameof(Role.Clinician) or nameof(Role.ComplianceOfficer) or nameof(Role.Auditor);

    // In all ways once: a nurse's pages are the clinician's, an auditor's pages of the log the officer's.
    private static bool IsSeenHereFirst(RoutablePage page, string role) => Stands(role) || role switch
    {
        nameof(Role.Nurse) => !page.IsFor(Role.Clinician),
        nameof(Role.Auditor) => !page.IsFor(Role.ComplianceOfficer),
        _ => !Roles.OfPeople.All(page.IsFor),
    };

    private static bool Stands(string role) => role is nameof(Role.Patient) or nameof(Role.Clinician);

    private static async Task<List<string>> LookAsync(IPage page, string name, (ColorScheme Scheme, ViewportSize Size, bool Axe)[] looks)
    {
        var faults = new List<string>();
        foreach (var (scheme, size, axe) in looks)
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await page.SetViewportSizeAsync(size.Width, size.Height);
            var there = $"{name} {scheme} {size.Width}";
            var seen = axe ? await Screens.FaultsAsync(page) : await Screens.SizeFaultsAsync(page);
            faults.AddRange(seen.Select(fault => $"{there}: {fault}"));
            await Screens.KeepAsync(page, there.Replace('/', '_').Replace(' ', '-').ToLowerInvariant());
        }

        return faults;
    }
}
