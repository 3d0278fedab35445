using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Charting;
using Portal.Features.Patients.Charting.Content;
using Portal.Web.Features.Patients.Charting;

namespace Portal.Web.Tests.Features.Patients.Charting;

public sealed class EntryDraftTests
{
    private static readonly TimeZoneInfo Oslo = TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo");

    // Seconds and a code that no form shows: opening and saving an entry must not change them.
    private static readonly DateTimeOffset At = new(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);
    private static readonly Coding Coded = new("http://snomed.info/sct", "38341003", "Hypertension");

    public static TheoryData<EntryContent> Contents =>
    [
        new NoteContent(At, "Progress note", "Line one\nline two"),
        new ObservationContent(At, Coded, "laboratory", 7.25m, "mmol/L", null, []),
        new ObservationContent(At, Coded, "survey", null, null, "Never smoker", []),
        ObservationContent.BloodPressure(At, 120, 80),
        new PrescriptionContent(At, Coded, "one a day", "blood pressure", "on-hold"),
        new AllergyContent(At, Coded, "active", "allergy", "food", "high", ["Hives", "Swelling"], "confirmed"),
        new ConditionContent(At, Coded, "resolved", "confirmed", At.AddDays(9), "Went by itself"),
    ];

    [Theory]
    [MemberData(nameof(Contents))]
    public void What_nobody_touched_is_saved_as_it_was(EntryContent content)
    {
        var draft = EntryDraft.From(content, Oslo);

        draft.Faults().ShouldBeEmpty();
        EntryDifference.Between(content, draft.ToContent(Oslo)).ShouldBeEmpty();
        TermOf(draft.ToContent(Oslo)).ShouldBe(TermOf(content));
    }

    [Fact]
    public void Changed_words_lose_the_code_of_the_old_ones()
    {
        var draft = (ConditionDraft)EntryDraft.From(new ConditionContent(At, Coded, "active", null, null, null), Oslo);
        draft.Problem = "Low blood pressure";

        ((ConditionContent)draft.ToContent(Oslo)).Problem.ShouldBe(new Coding(null, null, "Low blood pressure"));
    }

    [Fact]
    public void A_time_is_read_on_the_persons_clock()
    {
        var draft = EntryDraft.New(EntryKind.Note, new DateTime(2026, 7, 1, 12, 0, 59, DateTimeKind.Unspecified));

        draft.ToContent(Oslo).At.ShouldBe(new DateTimeOffset(2026, 7, 1, 10, 0, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("120", "80", null)]
    [InlineData("120,5", "80.5", null)]
    [InlineData("12o", "80", "Value")]
    [InlineData("120", "", "Second")]
    [InlineData("120", "1e3", "Second")]
    [InlineData("1,500", "80", "Value")] // Fifteen hundred to some, one and a half to others.
    public void Half_a_blood_pressure_or_no_number_is_a_fault_at_its_field(string systolic, string diastolic, string? field)
    {
        var draft = (ObservationDraft)EntryDraft.New(EntryKind.Observation, new DateTime(2026, 7, 1, 12, 0, 0, DateTimeKind.Unspecified));
        (draft.Value, draft.Second) = (systolic, diastolic);

        draft.Faults().Select(fault => fault.Field).FirstOrDefault().ShouldBe(field);
    }

    [Fact]
    public void A_cleared_time_is_a_fault()
    {
        var draft = EntryDraft.New(EntryKind.Note, new DateTime(2026, 7, 1, 12, 0, 0, DateTimeKind.Unspecified));
        draft.When = null;

        draft.Faults().ShouldBe([("At", "When")]);
    }

    [Fact]
    public void A_known_measure_brings_its_code_and_unit()
    {
        var draft = (ObservationDraft)EntryDraft.New(EntryKind.Observation, new DateTime(2026, 7, 1, 12, 0, 0, DateTimeKind.Unspecified));
        draft.Choose("29463-7");
        draft.Value = "71.5";

        var content = (ObservationContent)draft.ToContent(Oslo);
        (content.Code.System, content.Code.Code, content.Value, content.Unit, content.Category).ShouldBe(("http://loinc.org", "29463-7", 71.5m, "kg", "vital-signs"));
    }

    [Fact]
    public void A_panel_of_two_units_keeps_both_when_only_its_time_is_corrected()
    {
        var panel = new ObservationContent(At, Coded, "vital-signs", null, null, null,
            [new(Coded, 180m, "cm", null), new(Coded with { Code = "2" }, 80m, "kg", null)]);
        var draft = (ObservationDraft)EntryDraft.From(panel, Oslo);
        draft.When = draft.When!.Value.AddHours(1);

        ((ObservationContent)draft.ToContent(Oslo)).Parts.ShouldBe(panel.Parts);
    }

    [Fact]
    public void A_day_past_the_end_of_the_calendar_is_no_crash()
    {
        var draft = (ConditionDraft)EntryDraft.From(new ConditionContent(At, Coded, "active", null, null, null), TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles"));
        draft.Until = DateOnly.MaxValue;

        Should.NotThrow(() => draft.ToContent(TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles")));
    }

    private static Coding? TermOf(EntryContent content) => content switch
    {
        ObservationContent result => result.Code,
        PrescriptionContent order => order.Medicine,
        AllergyContent allergy => allergy.Substance,
        ConditionContent problem => problem.Problem,
        _ => null,
    };
}
