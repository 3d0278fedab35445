using FluentValidation;
using Portal.Features.Patients.Charting;
using Portal.Features.Patients.Charting.Content;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.Patients.Charting;

public sealed class AddConditionTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Charts charts = new(portal);

    [Fact]
    public async Task A_problem_shows_in_the_record()
    {
        var (clinician, patient) = await charts.InCareAsync();

        await AddAsync(clinician, patient, charts.Problem("resolved") with { Abatement = charts.Now, Note = "Since school." });

        var problem = (await charts.OpenAsync(clinician, patient)).Problems.ShouldHaveSingleItem();
        problem.Code.ValueOrDefault!.Display.ShouldBe("Asthma");
        var details = problem.Details.ValueOrDefault!;
        (details.ClinicalStatus, details.VerificationStatus, details.Category, details.Abatement, details.Note)
            .ShouldBe(("resolved", "confirmed", "problem-list-item", charts.Now, "Since school."));
    }

    [Fact]
    public async Task A_problem_that_is_not_in_order_says_which_field_it_is()
    {
        var refusal = await Should.ThrowAsync<ValidationException>(() => AddAsync(
            People.Clinician(), PatientId.New(), charts.Problem("gone") with { Abatement = charts.Now.AddYears(-3) }));

        refusal.Errors.Select(error => error.PropertyName).ShouldBe(["Content.ClinicalStatus", "Content.Abatement"]);
    }

    private Task<Guid?> AddAsync(Actor actor, PatientId patient, ConditionContent content) =>
        portal.Get<AddCondition>().ForAsync(actor, Purpose.Treatment, patient, new AddConditionInput(Guid.NewGuid(), content), default);
}
