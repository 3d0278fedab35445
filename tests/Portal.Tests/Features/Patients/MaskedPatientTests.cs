using Portal.Features.Patients;
using Portal.Features.Patients.Registration;

namespace Portal.Tests.Features.Patients;

public sealed class MaskedPatientTests
{
    [Theory]
    [InlineData("Zoë", "Müller", "ZM")]
    [InlineData("", "Suharto", "S")]
    [InlineData("o'neil", "élan", "OÉ")]
    [InlineData("明", "李", "明李")]
    [InlineData("", "", null)]
    [InlineData("17", "-", null)]
    public void Initials_are_the_first_letters_of_the_given_and_the_family_name(string given, string family, string? initials) =>
        MaskedPatient.Of(new PersonName(family, given), null, null).Initials.ShouldBe(initials);

    [Theory]
    [InlineData("MRN-4711", "11")]
    [InlineData(" 12345 ", "45")]
    [InlineData("1234", null)] // two of four would give it away
    [InlineData("", null)]
    public void Of_a_record_number_the_last_two_characters_are_shown_where_it_is_long_enough(string mrn, string? end) =>
        MaskedPatient.Of(null, null, mrn).MrnEnd.ShouldBe(end);

    [Fact]
    public void Of_a_birth_date_the_year_is_shown_and_what_is_not_known_is_left_out()
    {
        MaskedPatient.Of(null, new DateOnly(1980, 2, 29), null).BirthYear.ShouldBe(1980);
        MaskedPatient.Of(null, null, null).ShouldBe(new MaskedPatient(null, null, null));
    }
}
