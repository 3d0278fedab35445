using Portal.Features.Patients.Registration;
using Portal.Kernel.Crypto;

namespace Portal.Tests.Features.Patients.Import;

public sealed class PatientIndexesTests
{
    private readonly PatientIndexes indexes = new(new BlindIndex(new DataKey(1, new byte[DataKey.Size])));

    [Theory]
    [InlineData("mu")]
    [InlineData("Muller")]
    [InlineData("MÜLLER")]
    [InlineData("ludenscheidt")]
    [InlineData("ann")]
    public void A_prefix_of_any_word_is_found_without_case_and_diacritics(string typed)
    {
        var tokens = indexes.NameTokens([new PersonName("Müller-Lüdenscheidt", "Anna Ö")]).Select(Convert.ToHexString).ToList();

        tokens.ShouldContain(Convert.ToHexString(indexes.QueryToken(typed)!));
        tokens.ShouldBeUnique();
    }

    [Theory]
    [InlineData("m")]
    [InlineData("")]
    [InlineData("-")]
    public void Less_than_two_letters_are_not_searched(string typed) => indexes.QueryToken(typed).ShouldBeNull();

    [Fact]
    public void A_very_long_word_is_found_by_its_first_letters()
    {
        var name = new PersonName(new string('a', 500), "");

        indexes.NameTokens([name]).Count().ShouldBe(PatientIndexes.MaxPrefix - PatientIndexes.MinPrefix + 1 + 1); // and the whole surname
        indexes.NameTokens([name]).ShouldContain(token => token.SequenceEqual(indexes.QueryToken(new string('A', 300))!));
    }

    [Fact]
    public void Nothing_has_no_index()
    {
        indexes.Mrn(null).ShouldBeNull();
        indexes.Phone("none").ShouldBeNull();
        indexes.Mrn("A-1").ShouldBe(indexes.Mrn("a1"));
    }
}
