using Bunit;
using Portal.Features.Patients.Chart;
using Portal.Kernel.Crypto;
using Portal.Web.Features.Patients.Parts;

namespace Portal.Web.Tests.Features.Patients;

public sealed class VitalsAndLabsTests : PartsContext
{
    private static readonly DateOnly Adult = new(1980, 1, 1);

    [Fact]
    public void Given_a_high_value_the_card_says_high_in_words_and_names_the_adult_range()
    {
        var card = Show(Adult, Lab("2339-0", 140, "mg/dL", Day(2024)), Lab("2339-0", 90, "mg/dL", Day(2023)));

        card.Find(".measure-flags").TextContent.ShouldContain("High");
        card.Find(".measure-range").TextContent.ShouldBe("Adult reference range: 70–99");
        card.FindAll(".trend-out").Count.ShouldBe(1);
        card.FindAll(".trend-in").Count.ShouldBe(1);
        card.FindAll(".trend-band").Count.ShouldBe(1);
    }

    [Fact]
    public void Given_a_child_no_adult_range_is_shown()
    {
        var card = Show(new DateOnly(2015, 1, 1), Lab("2339-0", 140, "mg/dL", Day(2024)), Lab("2339-0", 90, "mg/dL", Day(2023)));

        card.FindAll(".measure-range, .trend-band, .flag").ShouldBeEmpty();
    }

    [Fact]
    public void Given_results_from_both_sides_of_a_birthday_each_is_judged_by_the_age_of_its_day()
    {
        var measure = Measures.Of([Lab("2339-0", 140, "mg/dL", Day(2019, 12, 31)), Lab("2339-0", 140, "mg/dL", Day(2020))], new DateOnly(2002, 1, 1), "male").Single();

        measure.Series[0].Points.Select(point => point.Flag).ShouldBe([Flag.None, Flag.High]);
    }

    [Fact]
    public void Given_a_birth_date_that_cannot_be_read_no_adult_range_is_shown() =>
        Show(null, Lab("2339-0", 140, "mg/dL", Day(2024))).FindAll(".measure-range, .flag").ShouldBeEmpty();

    [Fact]
    public void The_source_s_own_range_wins()
    {
        var card = Show(Adult, Lab("2339-0", 140, "mg/dL", Day(2024), new ReferenceRange(60, 150, null)));

        card.Find(".measure-range").TextContent.ShouldBe("Reference range: 60–150");
        card.Find(".measure-flags").TextContent.ShouldContain("In range");
    }

    [Fact]
    public void The_same_code_in_another_unit_has_no_range_and_a_chart_of_its_own()
    {
        var cards = Show(Adult, Lab("2339-0", 140, "mg/dL", Day(2024)), Lab("2339-0", 5.1m, "mmol/L", Day(2023))).FindAll(".measure");

        cards.Count.ShouldBe(2);
        cards.Count(card => card.QuerySelector(".measure-range") is null).ShouldBe(1);
    }

    [Fact]
    public void A_chart_tells_its_story_to_a_screen_reader()
    {
        var card = Show(Adult, Lab("2339-0", 140, "mg/dL", Day(2024)), Lab("2339-0", 90, "mg/dL", Day(2023)));

        card.Find("svg[role=img]").GetAttribute("aria-label")
            .ShouldBe("Result 2339-0: 2 values from 1 Jan 2023 to 1 Jan 2024, between 90 and 140, latest 140 mg/dL.");

        // The values themselves are drawn when they are asked for.
        card.FindAll("details tbody tr").ShouldBeEmpty();
        card.Find("details").TriggerEvent("ontoggle", EventArgs.Empty);
        card.FindAll("details tbody tr").Count.ShouldBe(2);
    }

    [Fact]
    public void Blood_pressure_has_both_parts_in_one_chart_systolic_first()
    {
        ObservationComponent diastolic = new(new(null, "8462-4", "Diastolic Blood Pressure"), 75, "mm[Hg]", null, null);
        ObservationComponent systolic = new(new(null, "8480-6", "Systolic Blood Pressure"), 130, "mm[Hg]", null, null);
        var reading = new ObservationDetails("final", "vital-signs", null, null, null, null, null, [diastolic, systolic]);

        var card = Show(Adult, Item(reading, "Blood Pressure", "85354-9", Day(2024)), Item(reading, "Blood Pressure", "55284-4", Day(2023)));

        card.Find(".measure-now strong").TextContent.ShouldBe("130/75");
        card.FindAll("svg[role=img] polyline").Count.ShouldBe(2);
        card.Find(".measure-flags").TextContent.ShouldContain("High");
    }

    [Fact]
    public void A_result_that_cannot_be_read_is_listed_and_not_silently_missing()
    {
        var damaged = new ChartItem<ObservationDetails>(Guid.NewGuid(), Day(2024), null, Code("Glucose", "2339-0"), Revealed<ObservationDetails>.Damaged);

        Show(Adult, damaged).Find("tbody").TextContent.ShouldContain("Unreadable");
    }

    private IRenderedComponent<VitalsAndLabs> Show(DateOnly? birth, params ChartItem<ObservationDetails>[] items) =>
        Render<VitalsAndLabs>(p => p.Add(v => v.Items, items).Add(v => v.BirthDate, birth).Add(v => v.Sex, "male"));
}
