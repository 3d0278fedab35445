using System.Text;
using System.Text.Json;
using Portal.Features.Patients.Import;
using Portal.Features.Patients.Import.Mapping;
using Portal.Features.Patients.Import.Reading;
using Portal.Features.Patients.Import.Source;
using Portal.Kernel;

namespace Portal.Tests.Features.Patients.Import;

public sealed class SourceRoundTripTests
{
    [Fact]
    public void The_patients_name_leaves_references_to_the_patient_and_comes_back()
    {
        var displays = new SubjectDisplays(PatientId.New(), []);
        var resource = Fhir.Json(
            """{"subject":{"display":"Ms. Ánna Ö","reference":"Patient/p"},"n":1.50,"e":1E5,"b":7.0,"t":"a\u00e1\/<>&'\"\n","other":{"reference":"Patient/q","display":"Keep"},"deep":[[{"reference":"Patient/p","display":"Second"}]],"display":"Keep too"}""");

        var stored = SourceText.WithTokens(resource, reference => reference == "Patient/p", displays.TokenOf);
        var text = Encoding.UTF8.GetString(stored);

        text.ShouldNotContain("Ánna");
        text.ShouldNotContain("Second");
        text.ShouldContain("Keep too");
        displays.All.ShouldBe(["Ms. Ánna Ö", "Second"]);
        AssertSame(resource, Fhir.Json(Encoding.UTF8.GetString(SourceText.WithDisplays(stored, displays.DisplayOf))));
    }

    [Fact]
    public void A_text_that_looks_like_a_token_of_another_patient_is_left_alone()
    {
        var displays = new SubjectDisplays(PatientId.New(), ["A"]);

        displays.DisplayOf($"urn:portal:patient:{PatientId.New()}#0").ShouldBeNull();
        displays.DisplayOf("urn:portal:patient:#0").ShouldBeNull();
    }

    [Fact]
    public void White_space_and_escapes_do_not_make_a_change_but_numbers_do()
    {
        Canonical("{ \"a\" : \"\\u00e1\",\n\"b\":1.0 }").ShouldBe(Canonical("""{"a":"á","b":1.0}"""));
        Canonical("""{"b":1.0}""").ShouldNotBe(Canonical("""{"b":1}"""));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("urn:uuid:1")]
    public void A_packed_resource_unpacks_with_its_full_url(string? fullUrl)
    {
        var body = SourceBody.Unpack(new SourceBody(fullUrl, "{\n}"u8.ToArray()).Pack());

        body.FullUrl.ShouldBe(fullUrl);
        Encoding.UTF8.GetString(body.Json.Span).ShouldBe("{\n}");
    }

    [SharedDataFact("fhir-r4")]
    public async Task Every_resource_of_the_sample_data_comes_out_as_it_went_in()
    {
        var (count, replaced) = (0, 0);
        foreach (var file in FhirFiles.Find([SharedData.PathOf("fhir-r4")]))
        {
            using var batch = (await Fhir.ReadFileAsync(file.Path)).ShouldHaveSingleItem();
            batch.Faults.ShouldBeEmpty();
            var grouping = new Grouping(batch, new References(batch.Entries, new Names()));
            var (placed, faults) = grouping.Place();
            faults.ShouldBeEmpty();
            var displays = new SubjectDisplays(PatientId.New(), []);
            foreach (var (entry, patient) in placed)
            {
                bool IsSubject(string reference) => patient is not null && grouping.PatientBehind(reference, entry) == patient;
                replaced += SourceText.NamesSubject(entry.Resource, IsSubject) ? 1 : 0;
                var packed = new SourceBody(entry.FullUrl, SourceText.WithTokens(entry.Resource, IsSubject, displays.TokenOf)).Pack();
                var unpacked = SourceBody.Unpack(packed);
                using var back = JsonDocument.Parse(SourceText.WithDisplays(unpacked.Json, displays.DisplayOf));
                unpacked.FullUrl.ShouldBe(entry.FullUrl);
                AssertSame(entry.Resource, back.RootElement);
                count++;
            }
        }

        count.ShouldBe(19595);
        replaced.ShouldBe(481 + 481 + 43);
    }

    [SharedDataFact("fhir-r4")]
    public async Task Names_with_accents_survive_reading()
    {
        var given = new List<string>();
        foreach (var file in FhirFiles.Find([SharedData.PathOf(Path.Combine("fhir-r4", "smart"))]))
        {
            using var batch = (await Fhir.ReadFileAsync(file.Path)).ShouldHaveSingleItem();
            given.Add(PatientMapper.Map(batch.Entries.Single(entry => entry.Type == "Patient").Resource).Name.ForLists());
        }

        given.Count.ShouldBe(52);
        given.ShouldContain("Ordóñez, Bernardo");
        given.ShouldContain("Portillo, Adán");
    }

    private static byte[] Canonical(string json) => SourceText.Canonical(Fhir.Json(json));

    private static void AssertSame(JsonElement expected, JsonElement actual)
    {
        if (!Same(expected, actual))
        {
            throw new Xunit.Sdk.XunitException("A resource came out different from what went in.");
        }
    }

    // Order of members and the text of numbers count, so JsonElement.DeepEquals would be too kind.
    private static bool Same(JsonElement a, JsonElement b) => a.ValueKind == b.ValueKind && a.ValueKind switch
    {
        JsonValueKind.Object => a.EnumerateObject().Count() == b.EnumerateObject().Count()
            && a.EnumerateObject().Zip(b.EnumerateObject()).All(pair => pair.First.Name == pair.Second.Name && Same(pair.First.Value, pair.Second.Value)),
        JsonValueKind.Array => a.GetArrayLength() == b.GetArrayLength()
            && a.EnumerateArray().Zip(b.EnumerateArray()).All(pair => Same(pair.First, pair.Second)),
        JsonValueKind.String => a.GetString() == b.GetString(),
        JsonValueKind.Number => a.GetRawText() == b.GetRawText(),
        _ => true,
    };
}
