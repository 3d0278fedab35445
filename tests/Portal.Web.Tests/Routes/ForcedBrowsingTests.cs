using System.Security.Claims;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Features.Identity;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests;
using Portal.Tests.Features.Identity;
using Portal.Web.Features.Patients;

namespace Portal.Web.Tests.Routes;

/// <summary>The page of a record as its circuit runs it, for people who wrote another patient's id into the address, and past the check of the page itself.</summary>
public sealed class ForcedBrowsingTests(WebFixture web) : IClassFixture<WebFixture>
{
    private readonly WebPeople people = new(web);

    [Theory]
    [InlineData(Role.Clinician)]
    [InlineData(Role.Nurse)]
    [Trait("Norm", "164.312(a)(2)(ii)")]
    public async Task Who_may_break_the_glass_meets_a_closed_record_with_its_mask_and_the_try_is_an_entry(Role role)
    {
        var patient = await SamplePatients.AddAsync(web.Core, assignTo: null);
        var person = await people.NewAsync(role);
        var user = await SignedInUser.OfAsync(web, person);

        var closed = Markup(user, patient);
        closed.ShouldContain("This record is closed to you");
        closed.ShouldContain("Z. M.");
        closed.ShouldNotContain("Müller");
        closed.ShouldNotContain("MRN-4711");
        closed.ShouldNotContain("id=\"allergies\"");
        Markup(user, PatientId.New()).ShouldContain("Record not found");
        (await DeniedAsync(person)).ShouldBe(2);
    }

    [Theory]
    [InlineData(Role.Patient)]
    [InlineData(Role.Administrator)]
    [InlineData(Role.ComplianceOfficer)]
    [InlineData(Role.Auditor)]
    [Trait("Norm", "ASVS 8.2.2")]
    public async Task A_record_that_is_none_of_ones_business_is_not_found_and_the_try_is_an_entry(Role role)
    {
        var patient = await SamplePatients.AddAsync(web.Core, assignTo: null);
        var person = await people.NewAsync(role);
        var user = await SignedInUser.OfAsync(web, person);

        var other = Markup(user, patient);
        other.ShouldNotContain("Müller");
        other.ShouldNotContain("MRN-4711");
        // A patient who does not exist looks the same.
        other.ShouldBe(Markup(user, PatientId.New()));
        (await DeniedAsync(person)).ShouldBe(2);
    }

    [Theory]
    [InlineData(Role.FrontDesk)]
    [InlineData(Role.BillingClerk)]
    [Trait("Norm", "164.502(b), .514(d)")]
    public async Task Who_works_with_every_patient_sees_no_chart_of_any(Role role)
    {
        var patient = await SamplePatients.AddAsync(web.Core, assignTo: null);
        var markup = Markup(await SignedInUser.OfAsync(web, await people.NewAsync(role)), patient);
        markup.ShouldContain("Müller");
        markup.ShouldNotContain("id=\"allergies\"");
        markup.ShouldNotContain("chart", Case.Insensitive);
    }

    private string Markup(ClaimsPrincipal user, PatientId patient)
    {
        using var context = new BunitContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddFallbackServiceProvider(web.Services);
        context.Services.AddLocalization();
        context.Services.AddSingleton(SignedInUser.Actors(user, web.Get<FindSession>()));
        var page = context.Render<RecordPage>(parameters => parameters.Add(one => one.Id, patient.Value));
        page.WaitForState(() => !page.Markup.Contains("sr-only\" tabindex", StringComparison.Ordinal), TimeSpan.FromSeconds(30));
        return page.Markup;
    }

    private async Task<int> DeniedAsync(Person person) =>
        (await new People(web.Core).EntriesAsync(entry => entry is { Action: AuditAction.Read, Outcome: AuditOutcome.Denied } && entry.Account == person.Id)).Count;
}
