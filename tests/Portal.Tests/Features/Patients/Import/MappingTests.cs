using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Import.Mapping;

namespace Portal.Tests.Features.Patients.Import;

public sealed class MappingTests
{
    [Theory]
    [InlineData("1991", "1991-01-01T00:00:00Z")]
    [InlineData("1991-06", "1991-06-01T00:00:00Z")]
    [InlineData("1991-06-07", "1991-06-07T00:00:00Z")]
    [InlineData("1991-06-07T23:37:54+02:00", "1991-06-07T21:37:54Z")]
    [InlineData("1991-06-07T23:37:54Z", "1991-06-07T23:37:54Z")]
    [InlineData("1991-06-07T23:37:54.123456789Z", "1991-06-07T23:37:54.123456Z")]
    [InlineData("1991-06-07T23:37:54.5-07:00", "1991-06-08T06:37:54.5Z")]
    [InlineData("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z")]
    [InlineData("1991-06-07T23:37", "1991-06-07T23:37:00Z")]
    public void Full_and_partial_times_become_utc(string text, string expected) =>
        FhirTime.Time(text).ShouldBe(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("1991-13-01")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    public void What_is_no_time_is_none(string? text) => FhirTime.Time(text).ShouldBeNull();

    [Fact]
    public void An_encounter_takes_names_from_its_bundle()
    {
        var mapped = EncounterMapper.Map(Fhir.Source(
            """{"resourceType":"Encounter","id":"e","status":"finished","class":{"code":"AMB"},"type":[{"coding":[{"system":"http://snomed.info/sct","code":"185349003","display":"Check up"}]}],"period":{"start":"2020-01-01T10:00:00Z","end":"2020-01-01T10:15:00Z"},"serviceProvider":{"reference":"Organization/o"},"participant":[{"individual":{"reference":"Practitioner/d"}}],"reasonCode":[{"text":"Cough"}]}""",
            """{"resourceType":"Organization","id":"o","name":"North"}""",
            """{"resourceType":"Practitioner","id":"d","name":[{"family":"Hilpert","given":["Sharyl"],"prefix":["Dr."]}]}"""));

        mapped.Code.ShouldBe(new Coding("http://snomed.info/sct", "185349003", "Check up"));
        mapped.Details.ShouldBe(new EncounterDetails(
            "finished", "AMB", new DateTimeOffset(2020, 1, 1, 10, 15, 0, TimeSpan.Zero), "North", "Dr. Sharyl Hilpert", new Coding(null, null, "Cough")));
    }

    [Theory]
    [InlineData("""{"valueQuantity":{"value":176.35499866729558,"unit":"cm"}}""", "176.35499866729558", "cm", null)]
    [InlineData("""{"valueQuantity":{"comparator":"<","value":5,"unit":"mg/L"}}""", null, "mg/L", "< 5 mg/L")]
    [InlineData("""{"valueQuantity":{"value":1e400,"unit":"cm"}}""", null, "cm", "1e400")]
    [InlineData("""{"valueInteger":3}""", "3", null, null)]
    [InlineData("""{"valueCodeableConcept":{"coding":[{"code":"266919005","display":"Never smoker"}]}}""", null, null, "Never smoker")]
    [InlineData("""{"valueString":"Positive"}""", null, null, "Positive")]
    [InlineData("""{"valueBoolean":false}""", null, null, "false")]
    [InlineData("""{"valueRange":{"low":{"value":1,"unit":"d"},"high":{"value":2,"unit":"d"}}}""", null, null, "1 d – 2 d")]
    [InlineData("""{"dataAbsentReason":{"text":"Not asked"}}""", null, null, "Not asked")]
    [InlineData("""{"valueQuantity":"wrong kind"}""", null, null, null)]
    public void A_result_is_a_number_or_words_but_a_bound_is_never_a_number(string json, string? number, string? unit, string? text)
    {
        var value = FhirValue.Of(Fhir.Json(json));

        value.ShouldBe(new FhirValue(number is null ? null : decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture), unit, text));
    }

    [Fact]
    public void A_blood_pressure_keeps_its_parts()
    {
        var mapped = ObservationMapper.Map(Fhir.Source(
            """{"resourceType":"Observation","id":"o","category":[{"coding":[{"code":"vital-signs"}]}],"code":{"text":"Blood Pressure"},"encounter":{"reference":"Encounter/e"},"effectivePeriod":{"start":"2020-01-01"},"component":[{"code":{"text":"Systolic"},"valueQuantity":{"value":178,"unit":"mm[Hg]"},"referenceRange":[{"high":{"value":140}}]},{"code":{"text":"Diastolic"},"valueQuantity":{"value":99,"unit":"mm[Hg]"}}]}"""));

        mapped.At.ShouldBe(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero));
        mapped.Encounter.ShouldBe("Encounter/e");
        mapped.Details.Category.ShouldBe("vital-signs");
        mapped.Details.Components.Select(part => (part.Code.Display, part.Value, part.Range?.High)).ShouldBe([("Systolic", 178m, 140m), ("Diastolic", 99m, null)]);
    }

    [Theory]
    [InlineData("""{"medicationReference":{"reference":"#m"},"contained":[{"resourceType":"Medication","id":"m","code":{"text":"Aspirin"}}]}""")]
    [InlineData("""{"medicationReference":{"reference":"Medication/m"}}""")]
    [InlineData("""{"medicationReference":{"display":"Aspirin"}}""")]
    [InlineData("""{"medicationCodeableConcept":{"text":"Aspirin"}}""")]
    public void A_medication_is_named_in_each_of_the_ways(string members)
    {
        MedicationMapper.Map(Fhir.Source(
                $$"""{"resourceType":"MedicationRequest","id":"r",{{members[1..]}}""",
                """{"resourceType":"Medication","id":"m","code":{"text":"Aspirin"}}"""))
            .Code!.Display.ShouldBe("Aspirin");
    }

    [Fact]
    public void A_dosage_without_words_is_put_together()
    {
        MedicationMapper.Map(Fhir.Source(
                """{"resourceType":"MedicationRequest","id":"r","dosageInstruction":[{"timing":{"repeat":{"frequency":2,"period":1.0,"periodUnit":"d"}},"asNeededBoolean":true,"doseAndRate":[{"doseQuantity":{"value":1,"unit":"tablet"}}]}]}"""))
            .Details.Dosage.ShouldBe("1 tablet, 2 times a day, as needed");
    }

    [Theory]
    [InlineData("text/plain", "Zg==", "f")]
    [InlineData("text/plain; charset=utf-8", "w6E=", "á")]
    [InlineData("text/plain; charset=iso-8859-1", "4Q==", "á")]
    [InlineData("text/plain", "4Q==", null)]
    [InlineData("text/plain", "not base64!", null)]
    [InlineData("application/pdf", "Zg==", null)]
    [InlineData("text/html", "PHA+YSAmYW1wOyBiPC9wPjxzY3JpcHQ+eDwvc2NyaXB0PjxiPmM8L2I+", "a & b\nc")]
    public void Only_text_becomes_a_notes_text(string type, string data, string? text)
    {
        DocumentMapper.Map(Fhir.Source(
                $$$"""{"resourceType":"DocumentReference","id":"d","content":[{"attachment":{"contentType":"{{{type}}}","data":"{{{data}}}"}}]}"""))
            .Details.Text.ShouldBe(text);
    }

    [Fact]
    public void A_note_over_the_limit_stays_out_of_the_chart()
    {
        FhirText.Attachment(Fhir.Json($$"""{"contentType":"text/plain","data":"{{Convert.ToBase64String(new byte[FhirText.Limit + 3])}}"}""")).ShouldBeNull();
    }

    [Fact]
    [Trait("Norm", "164.502(b)")]
    public void A_claim_gives_billing_amounts_and_nothing_clinical()
    {
        var claim = Fhir.Source(
            """{"resourceType":"Claim","id":"c","status":"active","use":"claim","type":{"coding":[{"code":"pharmacy"}]},"created":"2020-02-03","billablePeriod":{"start":"2020-02-01","end":"2020-02-02"},"provider":{"display":"North"},"insurance":[{"coverage":{"display":"Humana"}}],"diagnosis":[{"sequence":1,"diagnosisCodeableConcept":{"text":"CLINICAL"}}],"item":[{"productOrService":{"text":"CLINICAL"},"net":{"value":12.50}},{"productOrService":{"text":"CLINICAL"}}],"total":{"value":125.10,"currency":"USD"}}""");

        var details = ClaimMapper.Map(claim).Details;

        (details.Kind, details.Insurer, details.Provider, details.Total, details.Currency).ShouldBe(("pharmacy", "Humana", "North", 125.10m, "USD"));
        details.LineAmounts.ShouldBe([12.50m, 0m]);
        System.Text.Json.JsonSerializer.Serialize(details).ShouldNotContain("CLINICAL");
    }

    [Fact]
    public void A_decision_carries_its_cover_inside()
    {
        var benefit = Fhir.Source(
            """{"resourceType":"ExplanationOfBenefit","id":"b","status":"active","outcome":"complete","created":"2020-02-03","contained":[{"resourceType":"Coverage","id":"coverage","status":"active","type":{"text":"Humana Gold"},"payor":[{"display":"Humana"}]}],"claim":{"reference":"urn:uuid:1"},"insurance":[{"coverage":{"reference":"#coverage"}}],"item":[{"productOrService":{"text":"CLINICAL"}}],"total":[{"category":{"coding":[{"code":"submitted"}]},"amount":{"value":119.22,"currency":"USD"}}],"payment":{"amount":{"value":20.0,"currency":"USD"}}}""");

        BenefitMapper.Map(benefit).Details.ShouldBe(new Portal.Features.Patients.Billing.BenefitDetails(
            "active", "complete", "urn:uuid:1", "Humana", null, 119.22m, 20.0m, "USD"));
        var cover = CoverageMapper.Contained(benefit).ShouldHaveSingleItem();
        (cover.At, cover.Details.Kind, cover.Details.Payor).ShouldBe((new DateTimeOffset(2020, 2, 3, 0, 0, 0, TimeSpan.Zero), "Humana Gold", "Humana"));
    }

    [Fact]
    public void A_patients_name_stays_out_of_clinical_details()
    {
        ReportMapper.Map(Fhir.Source(
                """{"resourceType":"DiagnosticReport","id":"r","result":[{"reference":"Patient/p","display":"Žofie Testova"},{"reference":"Observation/o"}]}""",
                Fhir.Patient("p"),
                Fhir.Observation("o", "p")))
            .Details.Results.ShouldBe(["Glucose"]);
    }

    [Fact]
    public void A_patient_gives_identity_identifiers_and_contact()
    {
        var patient = PatientMapper.Map(Fhir.Json(
            """{"resourceType":"Patient","id":"p","name":[{"use":"maiden","family":"Ordóñez","given":["Adán"]},{"use":"official","family":"Pulido","given":["Adán","José"],"prefix":["Mr."]}],"identifier":[{"value":"x"},{"type":{"coding":[{"code":"MR"}]},"value":"M-1"},{"type":{"coding":[{"code":"SS"}]},"value":"999-22-1962"}],"telecom":[{"system":"phone","use":"old","value":"0"},{"system":"phone","value":"555-735"},{"system":"email","value":"a@example.org"}],"birthDate":"1960-07","gender":"male","address":[{"line":["1 Road"],"postalCode":"01970","city":"Salem","state":"MA","country":"US"}],"deceasedBoolean":true}"""));

        patient.Name.InFull().ShouldBe("Mr. Adán José Pulido");
        patient.AllNames.Count.ShouldBe(2);
        (patient.Mrn, patient.NationalId, patient.BirthDate, patient.Sex, patient.IsDeceased).ShouldBe(("M-1", "999-22-1962", new DateOnly(1960, 7, 1), "male", true));
        patient.Contact.Phones.ShouldBe(["555-735"]);
        patient.Contact.AddressLines.ShouldBe(["1 Road", "01970 Salem", "MA", "US"]);
    }

    [Theory]
    [InlineData("Encounter")]
    [InlineData("Observation")]
    [InlineData("Patient")]
    public void Resources_with_every_member_of_a_wrong_kind_do_not_stop_a_mapper(string type)
    {
        var odd = $$$"""{"resourceType":"{{{type}}}","id":"x","status":{},"class":1,"type":"t","period":[],"name":"n","identifier":{"type":[]},"telecom":[1],"address":["a"],"code":[],"category":{"coding":"c"},"component":[1,{}],"referenceRange":true,"effectiveDateTime":5,"serviceProvider":"s","participant":{"individual":[]},"reasonCode":"x"}""";

        Should.NotThrow(() => EncounterMapper.Map(Fhir.Source(odd)));
        Should.NotThrow(() => ObservationMapper.Map(Fhir.Source(odd)));
        Should.NotThrow(() => PatientMapper.Map(Fhir.Json(odd)));
    }
}
