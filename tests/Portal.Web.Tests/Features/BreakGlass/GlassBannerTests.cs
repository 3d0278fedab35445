using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Features.BreakGlass;
using Portal.Features.Patients;
using Portal.Kernel;
using Portal.TestKit;
using Portal.Web.Features.BreakGlass;
using Portal.Web.Security;
using Portal.Web.Tests.Features.Patients;

namespace Portal.Web.Tests.Features.BreakGlass;

/// <summary>The bar above a record that is open by a grant, where nothing can be asked: its own clock ends the view.</summary>
public sealed class GlassBannerTests : PartsContext
{
    private readonly ManualTime clock = new();
    private readonly List<GlassEnd> ends = [];

    public GlassBannerTests()
    {
        Services.AddSingleton<TimeProvider>(clock);
        Services.AddSingleton(new ActorSource(null!, null!));
        Services.AddSingleton(new StepUpPrompt(JSInterop.JSRuntime));
        Services.AddSingleton(new CheckEmergencyAccess(null!, null!, clock));
        Services.AddSingleton(new GiveBackEmergencyAccess(null!, null!, clock));
    }

    [Fact]
    [Trait("Norm", "164.312(a)(2)(ii)")]
    public void At_its_time_the_view_ends_by_itself_though_nobody_can_be_asked()
    {
        var banner = Show(covers: true);
        banner.Find("#glass-left").TextContent.ShouldBe("0:05:00");
        clock.Advance(TimeSpan.FromSeconds(299));
        banner.WaitForAssertion(() => banner.Find("#glass-left").TextContent.ShouldBe("0:00:01"));
        ends.ShouldBeEmpty();

        clock.Advance(TimeSpan.FromSeconds(1));

        banner.WaitForAssertion(() => ends.ShouldBe([GlassEnd.Expired]));
    }

    [Fact]
    [Trait("Norm", "WCAG 4.1.3")]
    public void Who_cannot_see_the_clock_is_told_a_few_times_and_not_each_second()
    {
        var banner = Show(covers: true);
        clock.Advance(TimeSpan.FromSeconds(1));
        banner.WaitForAssertion(() => banner.Find("[role=status]").TextContent.ShouldContain("5"));
        clock.Advance(TimeSpan.FromSeconds(60));
        banner.WaitForAssertion(() => banner.Find("#glass-left").TextContent.ShouldBe("0:03:59"));
        banner.Find("[role=status]").TextContent.ShouldContain("5");
        clock.Advance(TimeSpan.FromSeconds(180));
        banner.WaitForAssertion(() => banner.Find("[role=status]").TextContent.ShouldContain("1"));
        banner.Find("#glass-left").GetAttribute("aria-live").ShouldBe("off");
    }

    [Fact]
    public void It_says_what_it_is_open_by_and_where_it_is_for_reading_alone()
    {
        Show(covers: true).Find(".glass-words").TextContent.ShouldNotContain("reading only");
        var reading = Show(covers: false).Find(".glass-words").TextContent;
        reading.ShouldContain("another reason");
        reading.ShouldContain("reading only");
    }

    private IRenderedComponent<GlassBanner> Show(bool covers) => Render<GlassBanner>(with => with
        .Add(banner => banner.View, new GlassView(Guid.NewGuid(), "glass-other", clock.GetUtcNow().AddMinutes(5), covers))
        .Add(banner => banner.Patient, PatientId.New())
        .Add(banner => banner.Closed, end => ends.Add(end)));
}
