using Portal.Features.Patients;
using Portal.Features.Patients.Registration;
using Portal.Kernel.Crypto;

namespace Portal.Tests.Features.Patients;

public sealed class MaskedPatientTests
{
    [Theory]
    [InlineData("Zoë", "Müller", "Z. M.")]
    [InlineData("", "Suharto", "S.")]
    [InlineData("o'neil", " élan", "O. É.")]
    [InlineData("明", "李", "明. 李.")]
    public void Initials_are_the_first_letters_of_the_given_and_the_family_name(string given, string family, string initials) =>
        MaskedPatient.Of(Revealed<PersonName>.Of(new PersonName(family, given)), default, default).Initials.ValueOrDefault.ShouldBe(initials);

    [Theory]
    [InlineData("MRN-4711", "11")]
    [InlineData("1234", "34")]
    [InlineData("123", null)] // two of three would give it away
    public void Of_a_record_number_the_last_two_characters_are_shown_where_it_is_long_enough(string mrn, string? end) =>
        MaskedPatient.Of(default, default, Revealed<string>.Of(mrn)).MrnEnd.ValueOrDefault.ShouldBe(end);

    [Fact]
    public void Of_a_birth_date_the_year_is_shown_and_what_is_damaged_stays_damaged()
    {
        MaskedPatient.Of(default, Revealed<DateOnly>.Of(new DateOnly(1980, 2, 29)), default).BirthYear.ValueOrDefault.ShouldBe(1980);
        MaskedPatient.Of(Revealed<PersonName>.Damaged, default, default).Initials.IsDamaged.ShouldBeTrue();
    }
}
