using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Portal.Features.Policies;
using Portal.Kernel.Access;
using Portal.Web.Features.Policies;
using Portal.Web.Tests.Screens;

namespace Portal.Web.Tests.Features.Policies;

/// <summary>The pages of policies: what is there, that there is nothing, who gets which buttons, and the way from a draft to a signature.</summary>
[Trait("Norm", "164.316(b)(2)(ii)")]
public sealed class PolicyPagesTests(WebFixture web) : IClassFixture<WebFixture>
{
    [Fact]
    public async Task An_officer_writes_signs_and_sees_who_has_read_it_and_a_nurse_acknowledges()
    {
        await using var officer = await OpenDraftAsync("sanctions");
        officer.Await("#blanks");
        officer.Page.Find("#sign").HasAttribute("disabled").ShouldBeTrue();
        officer.Page.Find("#policy-written").Change("# Sanctions\n\nFirst a talk.");
        officer.Until(() => officer.Page.Find("#preview").TextContent.Contains("First a talk.", StringComparison.Ordinal));
        officer.Page.Find("#sign").Click();
        officer.Until(() => officer.Context.Services.GetRequiredService<NavigationManager>().Uri.EndsWith("/policies/sanctions", StringComparison.Ordinal));

        await using var nurse = await OpenAsync(Role.Nurse, "sanctions");
        nurse.Await("#acknowledge");
        nurse.Page.FindAll("#write, #people").ShouldBeEmpty();
        nurse.Page.Find("#acknowledge").Click();
        nurse.Await("#acknowledged");

        await using var other = await OpenAsync(Role.ComplianceOfficer, "sanctions");
        other.Await("#people");
        other.Page.FindAll("#write").Count.ShouldBe(1);
        other.Page.Find("#policy-text").TextContent.ShouldContain("Version 1");
    }

    [Fact]
    public async Task A_draft_is_kept_and_dropped_and_its_permissions_stand_in_words()
    {
        await using var officer = await OpenDraftAsync("access-control");
        officer.Await("#preview");
        officer.Page.Find("#preview").TextContent.ShouldContain("read the health data of patients in their care");
        officer.Page.Find("#policy-written").Change("# Access\n\n{{permissions}}\n");
        officer.Until(() => !officer.Page.Find("#preview").TextContent.Contains("What it is for", StringComparison.Ordinal));
        officer.Page.Find("form").Submit();
        officer.Await("#drop");
        officer.Page.Find("#policy-written").Change("# Access without them");
        officer.Until(() => officer.Page.Find("#preview").TextContent.Contains("without them", StringComparison.Ordinal));
        officer.Page.Find("form").Submit();
        officer.Await(".note-bad#outcome");
        officer.Page.Find("#drop").Click();
        officer.Until(() => officer.Page.FindAll("#drop").Count == 0);
    }

    [Fact]
    public async Task What_was_never_signed_and_what_is_none_say_so()
    {
        await using var nurse = await OpenAsync(Role.Nurse, "incidents");
        nurse.Await(".empty");
        await using var lost = await OpenAsync(Role.Nurse, "no-such-policy");
        lost.Await(".note");
        await using var list = await Screen<PoliciesPage>.OpenAsync(web, Role.Nurse, "/policies");
        list.Await(".table-policies");
        list.Page.FindAll(".table-policies tbody tr").Count.ShouldBe(PolicyKinds.All.Count);
        list.Page.FindAll("thead th").Count.ShouldBe(3); // how it stands with others is not hers to see
        await using var same = await Screen<ComparePage>.OpenAsync(web, Role.Nurse, "/policies/incidents/compare?old=1&fresh=2", p => p.Add(page => page.Name, "incidents"));
        same.Await(".note");
    }

    private Task<Screen<PolicyPage>> OpenAsync(Role role, string name) => Screen<PolicyPage>.OpenAsync(web, role, $"/policies/{name}", p => p.Add(page => page.Name, name));

    private Task<Screen<DraftPage>> OpenDraftAsync(string name) =>
        Screen<DraftPage>.OpenAsync(web, Role.ComplianceOfficer, $"/policies/{name}/draft", p => p.Add(page => page.Name, name));
}
