using Bunit;
using Portal.Features.Patients;
using Portal.Features.Patients.Care.Marks;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Crypto;
using Portal.Web.Features.Patients.Parts;

namespace Portal.Web.Tests.Features.Patients;

/// <summary>What is shown of patients outside the own care, and of marks.</summary>
public sealed class OutsideTests : PartsContext
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<string> asked = [];

    [Fact]
    public void Outside_the_own_care_is_looked_only_when_somebody_asks_for_it()
    {
        var id = PatientId.New();
        var finder = Searched(new MaskedMatches([new MaskedMatch(id, MaskedPatient.Of(Revealed<PersonName>.Of(new("Quintana", "Ines")), default, default))], true, true));
        asked.ShouldBeEmpty();

        finder.Find("#look-outside").Click();

        asked.ShouldBe(["ines quintana"]);
        finder.Find("#outside").TextContent.ShouldBe("Not in your care");
        finder.Find($"a[href='/patients/{id}']").TextContent.ShouldContain("I. Q.");
        finder.Markup.ShouldNotContain("Quintana");
        finder.Markup.ShouldContain("More than 10 people fit");
    }

    [Fact]
    public void A_text_that_names_nobody_says_what_to_type()
    {
        var finder = Searched(MaskedMatches.NotLooked);

        finder.Find("#look-outside").Click();

        finder.Markup.ShouldContain("type two words of the name");
    }

    [Fact]
    public void Who_may_not_break_the_glass_is_offered_nothing()
    {
        var finder = Searched(null);

        finder.FindAll("#look-outside").ShouldBeEmpty();
    }

    [Fact]
    public void The_marks_of_a_record_are_shown_in_words_and_a_damaged_one_as_such()
    {
        MarkItem[] marks = [new(Guid.NewGuid(), Revealed<SensitiveKind>.Of(SensitiveKind.Hiv)), new(Guid.NewGuid(), Revealed<SensitiveKind>.Damaged)];

        var banner = Render<PatientBanner>(p => p.Add(b => b.View, Banner() with { Marks = marks }));

        banner.FindAll(".marks .chip").Select(chip => chip.TextContent.Trim().Split('.')[0]).ToArray().ShouldBe(["HIV", "Unreadable"]);
        Render<PatientBanner>(p => p.Add(b => b.View, Banner())).FindAll(".marks").ShouldBeEmpty();
    }

    [Fact]
    public void Each_kind_of_mark_has_its_words()
    {
        foreach (var kind in Enum.GetValues<SensitiveKind>().Where(kind => kind != SensitiveKind.None))
        {
            Render<MarkChips>(p => p.Add(m => m.Marks, [new MarkItem(Guid.NewGuid(), Revealed<SensitiveKind>.Of(kind))])).Markup.ShouldNotContain("Mark.");
        }
    }

    private IRenderedComponent<PatientFinder> Searched(MaskedMatches? found)
    {
        FetchMasked? outside = found is null ? null : (text, _) =>
        {
            asked.Add(text);
            return Task.FromResult(found);
        };
        var finder = Render<PatientFinder>(p => p
            .Add(f => f.Fetch, (_, _, _) => Task.FromResult(new Page<PatientListItem>([], null)))
            .Add(f => f.Today, new DateOnly(2026, 3, 2))
            .Add(f => f.FetchOutside, outside));
        finder.Find("input").Input("ines quintana");
        finder.WaitForAssertion(() => finder.Find("#found").TextContent.ShouldBe("Search results"), Patience);
        return finder;
    }
}
