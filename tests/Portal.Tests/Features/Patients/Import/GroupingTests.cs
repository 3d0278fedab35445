using Portal.Features.Patients.Import;
using Portal.Features.Patients.Import.Mapping;

namespace Portal.Tests.Features.Patients.Import;

public sealed class GroupingTests
{
    [Fact]
    public void Each_resource_of_a_bundle_with_two_patients_goes_to_its_own()
    {
        Place(Fhir.Patient("p1"), Fhir.Patient("p2"), Fhir.Observation("o1", "p2"), Fhir.Observation("o2", "p1"))
            .ShouldBe(["Patient/p1", "Patient/p2", "Patient/p2", "Patient/p1"]);
    }

    [Theory]
    [InlineData("""{"resourceType":"Claim","id":"c","patient":{"reference":"Patient/p1"}}""")]
    [InlineData("""{"resourceType":"Coverage","id":"c","beneficiary":{"reference":"Patient/p1/_history/2"}}""")]
    [InlineData("""{"resourceType":"Task","id":"c","for":{"reference":"Patient/p1"}}""")]
    [InlineData("""{"resourceType":"Provenance","id":"c","target":[{"reference":"Observation/x"},{"reference":"Patient/p1"}]}""")]
    [InlineData("""{"resourceType":"Appointment","id":"c","participant":[{"actor":{"reference":"Patient/p1"}}]}""")]
    public void A_patient_is_found_behind_each_kind_of_reference(string resource) =>
        Place(Fhir.Patient("p1"), Fhir.Patient("p2"), resource)[2].ShouldBe("Patient/p1");

    [Fact]
    public void A_resource_without_a_patient_goes_with_what_it_refers_to()
    {
        Place(Fhir.Patient("p1"), Fhir.Patient("p2"), Fhir.Observation("o1", "p2"), """{"resourceType":"Provenance","id":"x","target":[{"reference":"Observation/o1"}]}""")[3]
            .ShouldBe("Patient/p2");
    }

    [Fact]
    public void What_a_bundle_of_one_patient_leaves_open_is_that_patients()
    {
        Place(Fhir.Patient("p1"), """{"resourceType":"Binary","id":"b","contentType":"text/plain"}""")[1].ShouldBe("Patient/p1");
    }

    [Fact]
    public void Organizations_belong_to_nobody()
    {
        Place(Fhir.Patient("p1"), """{"resourceType":"Organization","id":"o","name":"North"}""")[1].ShouldBeNull();
    }

    [Fact]
    public void What_may_be_anybodys_never_lands_in_the_directory()
    {
        var batch = Fhir.Read(Fhir.Bundle(
            Fhir.Patient("p1"),
            Fhir.Patient("p2"),
            """{"resourceType":"Binary","id":"b"}""",
            """{"resourceType":"Group","id":"g","member":[{"entity":{"reference":"Patient/p1"}},{"entity":{"reference":"Patient/p2"}}]}"""));

        var (placed, faults) = new Grouping(batch, new References(batch.Entries, new Names())).Place();

        placed.Count.ShouldBe(2);
        faults.Select(fault => (fault.Position, fault.Reason)).ShouldBe(
            [("entry 4", "refers to several patients and names none as its subject"), ("entry 3", "refers to no patient")], ignoreOrder: true);
    }

    [Fact]
    public void A_resource_that_cannot_be_recognised_again_is_a_fault()
    {
        var batch = Fhir.Read("""{"resourceType":"Patient"}""");

        new Grouping(batch, new References(batch.Entries, new Names())).Place().Faults.ShouldHaveSingleItem();
    }

    private static string?[] Place(params string[] resources)
    {
        var batch = Fhir.Read(Fhir.Bundle(resources));
        var (placed, faults) = new Grouping(batch, new References(batch.Entries, new Names())).Place();
        faults.ShouldBeEmpty();
        return [.. placed.Select(one => one.Patient)];
    }
}
