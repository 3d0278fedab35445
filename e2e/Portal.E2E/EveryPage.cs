using Microsoft.Playwright;
using Portal.Kernel.Access;

namespace Portal.E2E;

/// <summary>
/// Every page that has an address, for everybody who may see it, in light and dark, on a desk and on a phone. Axe sees each scheme and each width once, which is
/// where its rules look at colours and at what is hidden; that nothing scrolls sideways and no target is too small is measured in all four.
/// </summary>
[Collection(PortalCollection.Name)]
public sealed class EveryPage(RunningPortal portal)
{
    private static readonly (ColorScheme Scheme, ViewportSize Size, bool Axe)[] Looks =
    [
        (ColorScheme.Light, Sizes.Desktop, true), (ColorScheme.Light, Sizes.Phone, false), (ColorScheme.Dark, Sizes.Desktop, false), (ColorScheme.Dark, Sizes.Phone, true),
    ];

    public static TheoryData<string> PeopleWithAccounts() => [.. Roles.OfPeople.Select(role => role.ToString())];

    [Theory]
    [MemberData(nameof(PeopleWithAccounts))]
    [Trait("Norm", "WCAG 2.2 AA")]
    public async Task A_role_meets_no_accessibility_fault_on_any_of_its_pages(string role)
    {
        var page = await portal.PageAsAsync(portal.First(role));
        var faults = new List<string>();
        var missed = new List<string>();
        foreach (var one in RoutablePage.All.Where(one => !one.IsOpen && one.IsFor(Enum.Parse<Role>(role))))
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

    // A page for everybody differs between roles by its bar alone, which each role's own pages show: it is looked at in all ways with the layout of patients
    // and with that of staff, and once with every other role. A nurse's pages are the clinician's, an auditor's pages of the log the officer's.
    private static bool IsSeenHereFirst(RoutablePage page, string role) => role switch
    {
        nameof(Role.Patient) or nameof(Role.Clinician) => true,
        nameof(Role.Nurse) => !page.IsFor(Role.Clinician),
        nameof(Role.Auditor) => !page.IsFor(Role.ComplianceOfficer),
        _ => !Roles.OfPeople.All(page.IsFor),
    };

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
