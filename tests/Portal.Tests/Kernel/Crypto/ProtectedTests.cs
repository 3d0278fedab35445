using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Registration;
using Portal.Kernel.Crypto;

namespace Portal.Tests.Kernel.Crypto;

[Trait("Norm", "164.312(a)(2)(iv)")]
public sealed class ProtectedTests
{
    private const string Secret = "Zebrafish-Quartz";
    private static readonly DataKey Key = DataKey.New();
    private static readonly ProtectedColumn Name = new("pii", "patients", "name");
    private static readonly ProtectedColumn Mrn = new("pii", "patients", "mrn");

    [Fact]
    public void No_text_form_of_a_protected_or_revealed_value_shows_it()
    {
        var cell = new Protected<string>(Secret, Key);

        cell.ToString().ShouldNotContain(Secret);
        $"{cell} {cell.Open(Key)} {new[] { cell }.ToList()}".ShouldNotContain(Secret);
        new PersonName(Secret, Secret).ToString().ShouldNotContain(Secret);
        new ContactDetails([Secret], [Secret], [Secret]).ToString().ShouldNotContain(Secret);
    }

    [Fact]
    public void A_value_protected_for_one_column_is_not_stored_in_another_and_the_refusal_does_not_show_it()
    {
        var cell = new Protected<string>(Secret, Key);
        cell.ToStored(Name);

        var refusal = Should.Throw<InvalidOperationException>(() => cell.ToStored(Mrn));

        refusal.ToString().ShouldNotContain(Secret);
        cell.ToStored(new ProtectedColumn("pii", "patients", "name")).ShouldBe(cell.ToStored(Name), "another context's same column");
    }

    [Fact]
    public void A_loaded_value_is_not_stored_in_another_column_either()
    {
        var loaded = new Protected<string>(new Protected<string>(Secret, Key).ToStored(Name), Name);

        Should.Throw<InvalidOperationException>(() => loaded.ToStored(Mrn));
    }

    [Fact]
    public void Values_of_every_kind_come_back_as_they_were()
    {
        RoundTrip("Zoë Müller 王芳 😀");
        RoundTrip("");
        RoundTrip(new byte[] { 0, 1, 255 });
        RoundTrip(new DateOnly(1980, 2, 29));
        RoundTrip(DateOnly.MinValue);
        RoundTrip(DateOnly.MaxValue);
        RoundTrip(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(2)));
        RoundTrip(new DateTimeOffset(2024, 2, 29, 23, 59, 59, TimeSpan.Zero));
        RoundTrip(new DateTimeOffset(2024, 2, 29, 23, 59, 59, new TimeSpan(-9, -30, 0)));
        RoundTrip(DateTimeOffset.MaxValue);
        RoundTrip(DateTimeOffset.MinValue);
        RoundTrip(new PersonName("Müller", "Zoë", "Dr."));
        RoundTrip(new PersonName("O'Neil \"Quick\" \\", "", null));
        RoundTrip(new PersonName("Smith", "Ann", "Dr."));
        RoundTrip(new Coding("http://loinc.org", "8302-2", "Body height"));
        RoundTrip(new Coding(null, null, "text only"));
        RoundTrip<IReadOnlyList<string>>(["a", "b"]);
        RoundTrip(123.450m);
    }

    [Fact]
    public void What_is_encrypted_as_one_type_and_read_as_another_is_damaged_and_not_an_exception()
    {
        var stored = new Protected<string>("not a date", Key).ToStored(Name);

        new Protected<DateOnly>(stored, Name).Open(Key).IsDamaged.ShouldBeTrue();
        new Protected<PersonName>(stored, Name).Open(Key).IsDamaged.ShouldBeTrue();
        new Protected<string>([], Name).Open(Key).IsDamaged.ShouldBeTrue();
    }

    // Stored values outlive releases: bytes written today must be those that the plain serializer wrote first.
    [Fact]
    public void Values_are_stored_as_the_serializer_writes_them_and_read_from_any_form_it_accepts()
    {
        JsonOf(new DateOnly(1980, 2, 29)).ShouldBe("\"1980-02-29\"");
        JsonOf(new ContactDetails(["1"], [], ["a", "b"])).ShouldBe("{\"Phones\":[\"1\"],\"Emails\":[],\"AddressLines\":[\"a\",\"b\"]}");
        PlainFormat.Read<DateTimeOffset>("\"2026-03-02T09:00:00.1234567+02:00\""u8).ShouldBe(new DateTimeOffset(2026, 3, 2, 7, 0, 0, TimeSpan.Zero).AddTicks(1_234_567));
        PlainFormat.Read<DateOnly>(" \"1980-\\u00302-29\""u8).ShouldBe(new DateOnly(1980, 2, 29));
        PlainFormat.Read<IReadOnlyList<string>>(" [ \"a\\n\" , null ] "u8).ShouldBe(["a\n", null!]);
    }

    [Theory]
    [InlineData("\"2026-02-29T09:00:00+00:00\"")]
    [InlineData("\"2026-03-02T24:00:00+00:00\"")]
    [InlineData("\"2026-03-02T09:00:00+00:00\" 1")]
    [InlineData("\"0000-03-02T09:00:00+00:00\"")]
    [InlineData("\"0001-01-01T00:00:00+01:00\"")]
    [InlineData("\"2026-03-02T09:00:00+15:00\"")]
    public void A_moment_is_a_moment_or_damage(string json) =>
        Should.Throw<System.Text.Json.JsonException>(() => PlainFormat.Read<DateTimeOffset>(System.Text.Encoding.UTF8.GetBytes(json)));

    // The quick reader knows one form; whatever else the serializer accepts or refuses stays as the serializer has it.
    [Theory]
    [InlineData("{\"Family\":\"Smith\",\"Given\":\"Ann\"}")]
    [InlineData("{\"Family\":\"Smith\",\"Given\":\"Ann\",\"Prefix\":null}")]
    [InlineData("{\"Given\":\"Ann\",\"Family\":\"Smith\"}")]
    [InlineData(" { \"Family\" : \"Sm\\u0069th\", \"Given\":\"Ann\", \"Later\":[1] } ")]
    [InlineData("{\"Given\":\"x\",\"Given\":\"Ann\",\"Family\":\"Smith\"}")]
    public void A_name_is_read_from_any_form_that_the_serializer_accepts(string json) =>
        PlainFormat.Read<PersonName>(System.Text.Encoding.UTF8.GetBytes(json)).ShouldBe(new PersonName("Smith", "Ann"));

    [Theory]
    [InlineData("{\"Family\":\"Smith\",\"Given\":\"Ann\"}x")]
    [InlineData("{\"Family\":\"Smith\",\"Given\":\"Ann\"")]
    [InlineData("{\"Family\":\"Smith\",\"Given\":1}")]
    [InlineData("{\"Family\":\"Sm\nith\",\"Given\":\"Ann\"}")]
    [InlineData("null")]
    [InlineData("")]
    public void What_is_no_name_is_damage(string json) =>
        Should.Throw<System.Text.Json.JsonException>(() => PlainFormat.Read<PersonName>(System.Text.Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("{\"Phones\":[],\"Emails\":[\"a\"],\"AddressLines\":[\"a\",\"b\",\"c\",\"d\",\"e\"]}")]
    [InlineData("{\"Phones\":[ ],\"Emails\":[\"\\u0061\"],\"AddressLines\":[\"a\",\"b\", \"c\",\"d\",\"e\"]}")]
    public void Contact_details_are_read_from_any_form_that_the_serializer_accepts(string json)
    {
        var read = PlainFormat.Read<ContactDetails>(System.Text.Encoding.UTF8.GetBytes(json));

        (read.Phones.Count, read.Emails.Single(), string.Concat(read.AddressLines)).ShouldBe((0, "a", "abcde"));
    }

    [Theory]
    [InlineData("\"1980-02-30\"")]
    [InlineData("\"1980-02-28\"x")]
    [InlineData("123456789012")]
    public void A_date_is_a_date_or_damage(string json) =>
        Should.Throw<System.Text.Json.JsonException>(() => PlainFormat.Read<DateOnly>(System.Text.Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("[1]")]
    [InlineData("[[\"a\"]]")]
    [InlineData("\"a\"")]
    [InlineData("[\"a\"")]
    [InlineData("[\"a\",]")]
    [InlineData("[\"a\"]]")]
    public void What_is_no_list_of_texts_is_damage(string json) =>
        Should.Throw<System.Text.Json.JsonException>(() => PlainFormat.Read<IReadOnlyList<string>>(System.Text.Encoding.UTF8.GetBytes(json)));

    private static string JsonOf<T>(T value) => System.Text.Encoding.UTF8.GetString(PlainFormat.Write(value));

    private static void RoundTrip<T>(T value)
    {
        var stored = new Protected<T>(value, Key).ToStored(Name);
        var revealed = new Protected<T>(stored, Name).Open(Key);

        revealed.HasValue.ShouldBeTrue();
        Assert.Equal(value, revealed.ValueOrDefault);
        new Protected<T>(stored, Mrn).Open(Key).IsDamaged.ShouldBeTrue();
        new Protected<T>(stored, Name).Open(DataKey.New()).IsDamaged.ShouldBeTrue();
    }
}
