using FluentValidation;
using Portal.Features.Patients;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.Patients;

public sealed class SearchPatientsTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Theory]
    [InlineData("müller")]
    [InlineData("MULLER")]
    [InlineData("mull")]
    [InlineData("zo mu")]
    [InlineData("Muller, Zoe")]
    public async Task A_name_is_found_by_prefixes_in_any_order_without_case_and_marks(string text) =>
        (await FoundAsync(new PersonName("Müller", "Zoë"), text)).ShouldBeTrue();

    [Theory]
    [InlineData("uller")]
    [InlineData("zo smith")]
    [InlineData("mullerx")]
    public async Task What_is_no_prefix_of_every_word_is_not_found(string text) =>
        (await FoundAsync(new PersonName("Müller", "Zoë"), text)).ShouldBeFalse();

    [Theory]
    [InlineData("mrn 99001")]
    [InlineData("1980-02-29")]
    [InlineData("29.02.1980")]
    [InlineData("02/29/1980")]
    public async Task A_patient_is_found_by_record_number_and_birth_date(string text) =>
        (await FoundAsync(new PersonName("Okafor", "Adaeze"), text, "MRN-99001")).ShouldBeTrue();

    [Fact]
    public async Task A_clinician_finds_only_those_in_her_care()
    {
        await SamplePatients.AddAsync(portal, AccountId.New(), new PersonName("Quintana", "Ines"));

        var page = await portal.Get<SearchPatients>().ForAsync(People.Clinician(), Purpose.Treatment, "quintana", null, default);

        page.Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task Matches_that_fit_on_one_page_are_sorted_by_name()
    {
        var clinician = People.Clinician();
        foreach (var given in new[] { "Cleo", "Ada", "Bea" })
        {
            await SamplePatients.AddAsync(portal, clinician.Account, new PersonName("Vandermeer", given));
        }

        var page = await portal.Get<SearchPatients>().ForAsync(clinician, Purpose.Treatment, "vander", null, default);

        page.Items.Select(item => item.Name.ValueOrDefault!.Given).ShouldBe(["Ada", "Bea", "Cleo"]);
    }

    [Theory]
    [InlineData("m")]
    [InlineData(" - ")]
    public async Task Fewer_than_two_letters_are_not_searched_for(string text) =>
        await Should.ThrowAsync<ValidationException>(() => portal.Get<SearchPatients>().ForAsync(People.Clinician(), Purpose.Treatment, text, null, default));

    [Fact]
    public async Task Letters_of_which_nothing_is_left_to_look_up_find_nobody() =>
        (await portal.Get<SearchPatients>().ForAsync(People.In(Role.FrontDesk), Purpose.Operations, "\u037A\u037A", null, default)).ShouldSatisfyAllConditions(
            page => page.Items.ShouldBeEmpty(), page => page.Next.ShouldBeNull());

    private async Task<bool> FoundAsync(PersonName name, string text, string mrn = "MRN-4711")
    {
        var clinician = People.Clinician();
        var patient = await SamplePatients.AddAsync(portal, clinician.Account, name, mrn, observations: 0);
        var page = await portal.Get<SearchPatients>().ForAsync(clinician, Purpose.Treatment, text, null, default);
        return page.Items.Any(item => item.Id == patient);
    }
}
