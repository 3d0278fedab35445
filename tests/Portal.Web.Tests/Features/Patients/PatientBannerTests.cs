using Bunit;
using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Registration;
using Portal.Kernel.Crypto;
using Portal.Web.Features.Patients.Parts;

namespace Portal.Web.Tests.Features.Patients;

public sealed class PatientBannerTests : PartsContext
{
    [Fact]
    public void The_banner_says_who_the_patient_is()
    {
        var text = Render<PatientBanner>(p => p.Add(b => b.View, Banner())).Markup;

        text.ShouldContain("Example, Ada");
        text.ShouldContain("17 May 1980");
        text.ShouldContain("45 y");
        text.ShouldContain("Female");
        text.ShouldContain("MRN-1");
        text.ShouldNotContain("Died");
    }

    [Fact]
    public void Given_no_allergies_the_banner_says_so_in_words() =>
        Render<PatientBanner>(p => p.Add(b => b.View, Banner())).Find(".banner-allergies p").TextContent.ShouldBe("No allergies recorded");

    [Fact]
    public void Given_a_critical_allergy_the_chip_says_it_in_words_too()
    {
        var allergy = Item(new AllergyDetails("active", "allergy", "medication", "high", ["Anaphylaxis"]), "Penicillin G");

        var chip = Render<PatientBanner>(p => p.Add(b => b.View, Banner(allergy))).Find(".chip");

        chip.ClassList.ShouldContain("chip-high");
        chip.TextContent.ShouldContain("Penicillin G");
        chip.TextContent.ShouldContain("high risk");
    }

    [Fact]
    public void Given_an_unreadable_allergy_the_banner_never_claims_there_is_none()
    {
        var allergy = new ChartItem<AllergyDetails>(Guid.NewGuid(), Day(2020), null, Revealed<Coding>.Damaged, Revealed<AllergyDetails>.Damaged);

        var banner = Render<PatientBanner>(p => p.Add(b => b.View, Banner(allergy)));

        banner.Find(".banner-allergies").TextContent.ShouldContain("Unreadable");
        banner.Markup.ShouldNotContain("No known allergies");
    }

    [Fact]
    public void Given_a_damaged_name_the_rest_of_the_banner_still_shows()
    {
        var banner = Render<PatientBanner>(p => p.Add(b => b.View, Banner() with { Name = Revealed<PersonName>.Damaged }));

        banner.Find("h1").TextContent.ShouldContain("Unreadable");
        banner.Markup.ShouldContain("MRN-1");
    }

    [Fact]
    public void Given_a_death_the_banner_marks_it() =>
        Render<PatientBanner>(p => p.Add(b => b.View, Banner() with { Deceased = Revealed<DateTimeOffset>.Of(Day(2023, 2, 3)) }))
            .Find(".tag-dead").TextContent.ShouldBe("Died 3 Feb 2023");
}
