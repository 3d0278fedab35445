using Bunit;
using Portal.Features.Identity.OwnAccount.Typing;
using Portal.Kernel.Access;
using Portal.Web.Features.BreakGlass;
using Portal.Web.Tests.Screens;

namespace Portal.Web.Tests.Features.BreakGlass;

/// <summary>The page of safety holds: who sets them, what is missing, and that what was typed comes back after a session that ended.</summary>
[Trait("Norm", "164.528(a)(2)")]
public sealed class HoldsPageTests(WebFixture web) : IClassFixture<WebFixture>
{
    [Fact]
    public async Task An_officer_is_told_what_is_missing_and_a_number_that_nobody_has_sets_nothing()
    {
        await using var screen = await Screen<HoldsPage>.OpenAsync(web, Role.ComplianceOfficer, "/break-glass/holds");
        screen.Await("#hold-set");
        screen.Page.FindAll(".empty").Count.ShouldBe(1);
        screen.Page.Find("#hold-number").Change("no such number");
        screen.Page.Find("#hold-last").Change("2999-01-01");
        screen.Page.Find("#hold-reason").Change("Her husband reads her portal and has threatened her.");
        screen.Page.Find("form").Submit();
        screen.Await(".note-bad#outcome");
    }

    [Fact]
    public async Task An_auditor_sees_them_and_sets_none()
    {
        await using var screen = await Screen<HoldsPage>.OpenAsync(web, Role.Auditor, "/break-glass/holds");
        screen.Await(".empty");
        screen.Page.FindAll("#hold-set, .hold-end").ShouldBeEmpty();
    }

    [Theory]
    [InlineData(FormKind.SafetyHold, "reason", "#hold-reason")]
    [Trait("Norm", "WCAG 2.2.5")]
    public async Task What_was_typed_before_the_session_ended_is_offered_again(FormKind form, string field, string input)
    {
        await using var screen = await Screen<HoldsPage>.OpenAsync(web, Role.ComplianceOfficer, "/break-glass/holds", before: to =>
            web.Get<KeepTyped>().ForAsync(to.Actor, new TypingPlace(form), new Dictionary<string, string> { [field] = "She asked us not to" }, default));
        screen.Await(".draft-offer");
        screen.Page.FindAll(".draft-offer button")[0].Click();
        screen.Until(() => screen.Page.Find(input).GetAttribute("value") == "She asked us not to");
    }
}
