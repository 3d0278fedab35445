using FluentValidation;
using Portal.Features.Patients.Charting;
using Portal.Features.Patients.Charting.Content;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.Patients.Charting;

public sealed class AddObservationTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Charts charts = new(portal);

    [Fact]
    public async Task A_result_and_a_blood_pressure_show_in_the_record()
    {
        var (nurse, patient) = await charts.InCareAsync(Role.Nurse);

        var glucose = await AddAsync(nurse, patient, charts.Glucose(5.4m));
        var pressure = await AddAsync(nurse, patient, ObservationContent.BloodPressure(charts.Now.AddMinutes(-1), 128, 81.5m));

        var results = (await charts.OpenAsync(nurse, patient)).Observations;
        results.Select(item => item.Id).ShouldBe([glucose!.Value, pressure!.Value]);
        var details = results[0].Details.ValueOrDefault!;
        (details.Status, details.Category, details.Value, details.Unit).ShouldBe(("final", "laboratory", 5.4m, "mmol/L"));
        results[1].Details.ValueOrDefault!.Components.Select(part => (part.Code.Code, part.Value, part.Unit))
            .ShouldBe([("8480-6", 128m, "mm[Hg]"), ("8462-4", 81.5m, "mm[Hg]")]);
    }

    [Fact]
    public async Task A_result_that_is_not_in_order_says_which_field_it_is()
    {
        (await RefusedAsync(charts.Glucose() with { Value = null, Unit = null })).ShouldBe(["Content.Value"]);
        (await RefusedAsync(charts.Glucose() with { Value = null })).ShouldBe(["Content.Unit", "Content.Value"]);
        (await RefusedAsync(charts.Glucose() with { Value = 1_000_000_001m })).ShouldBe(["Content.Value"]);
        (await RefusedAsync(charts.Glucose() with { Category = "weather" })).ShouldBe(["Content.Category"]);
        (await RefusedAsync(charts.Glucose() with { Code = null! })).ShouldBe(["Content.Code"]);
        (await RefusedAsync(charts.Glucose() with { Code = Charts.Text(" ") })).ShouldBe(["Content.Code.Display"]);
        (await RefusedAsync(charts.Glucose() with { Code = new(null, "2339-0", "Glucose") })).ShouldBe(["Content.Code.System"]);
        (await RefusedAsync(charts.Glucose() with { Code = new("loinc", "2339-0", "Glucose") })).ShouldBe(["Content.Code.System"]);
        (await RefusedAsync(charts.Glucose() with { Parts = [new(Charts.Text("Systolic"), null, null, null)] })).ShouldBe(["Content.Parts[0].Value"]);
        (await RefusedAsync(charts.Glucose() with { Parts = null! })).ShouldBe(["Content.Parts"]);
    }

    private Task<Guid?> AddAsync(Actor actor, PatientId patient, ObservationContent content) =>
        portal.Get<AddObservation>().ForAsync(actor, Purpose.Treatment, patient, new AddObservationInput(Guid.NewGuid(), content), default);

    private async Task<IReadOnlyList<string>> RefusedAsync(ObservationContent content) =>
        [.. (await Should.ThrowAsync<ValidationException>(() => AddAsync(People.Clinician(), PatientId.New(), content))).Errors.Select(error => error.PropertyName)];
}
