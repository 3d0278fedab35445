using System.Text;
using Portal.Kernel.Crypto;

namespace Portal.Tests.Kernel.Crypto;

public sealed class NormaliseTests
{
    [Theory]
    [InlineData("MRN-000 12a", "mrn00012a")]
    [InlineData("Müller-Lüdenscheidt", "mullerludenscheidt")]
    [InlineData("Straße", "strasse")]
    [InlineData("...", "")]
    [InlineData("", "")]
    public void Letters_are_letters_and_digits_in_lower_case(string text, string expected) => Normalise.Letters(text).ShouldBe(expected);

    // Plain text takes a shorter way than text that must be folded; an index made on one must be found on the other.
    [Fact]
    public void Every_character_of_plain_text_comes_out_as_it_does_beside_a_letter_that_is_folded()
    {
        var plain = string.Concat(Enumerable.Range(0, 128).Select(code => (char)code));

        (Normalise.Letters(plain) + "u").ShouldBe(Normalise.Letters(plain + "ü"));
        Normalise.Letters(new string('A', 1000)).ShouldBe(new string('a', 1000));
    }

    [Fact]
    public void Indexes_of_many_columns_stay_apart_and_the_same_however_often_their_keys_change_places()
    {
        var index = new BlindIndex(new DataKey(1, new byte[DataKey.Size]));
        var columns = Enumerable.Range(0, 40).Select(number => $"column-{number}").ToList();

        var first = columns.ConvertAll(column => Convert.ToHexString(index.Of(column, "value")));

        first.Distinct().Count().ShouldBe(columns.Count);
        columns.ConvertAll(column => Convert.ToHexString(index.Of(column, "value"))).ShouldBe(first);
        var key = KeyDerivation.Derive(new byte[DataKey.Size], "blind-index:column-7");
        first[7].ShouldBe(Convert.ToHexString(Mac.Short(key, Encoding.UTF8.GetBytes("value"))), "stored indexes are found for ever");
    }
}
