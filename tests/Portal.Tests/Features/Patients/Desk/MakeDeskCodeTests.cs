using FluentValidation;
using Portal.Features.Identity.Desk;
using Portal.Features.Identity.StepUp;
using Portal.Features.Patients.Desk;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data;
using Portal.Tests.Features.Identity.Desk;

namespace Portal.Tests.Features.Patients.Desk;

public sealed class MakeDeskCodeTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly DeskVisits visits = new(portal);

    [Fact]
    [Trait("Norm", "164.312(a)(2)(i)")]
    public async Task The_desk_makes_a_code_and_the_entry_names_who_for_whom_and_on_what_document()
    {
        var (clerk, patient) = (await visits.ClerkAsync(), await visits.PatientAsync());
        var result = await visits.MakeAsync(clerk, patient, IdentityDocument.DrivingLicence);
        result.Letter!.ShouldSatisfyAllConditions(
            letter => letter.Name.ShouldBe("Zoë Müller"),
            letter => letter.Kind.ShouldBe(DeskCodeKind.Activation),
            letter => letter.ExpiresAt.ShouldBe(portal.Clock.GetUtcNow() + TimeSpan.FromHours(72)));
        var entry = (await visits.People.EntriesAsync(e => e.Reason == "desk-Activation-DrivingLicence" && e.Patients.Contains(patient))).ShouldHaveSingleItem();
        (entry.Account, entry.Outcome, entry.ResourceId).ShouldBe((clerk.Account, AuditOutcome.Allowed, (await visits.RowAsync(patient)).AccountId));
        (await visits.RowAsync(patient)).Document.ShouldBe(IdentityDocument.DrivingLicence);
    }

    [Fact]
    public async Task Where_the_patient_has_an_account_the_code_is_for_getting_back_into_it_and_works_a_day()
    {
        var (clerk, patient) = (await visits.ClerkAsync(), await visits.PatientAsync());
        await visits.People.NewAsync(Role.Patient, patient: patient);
        var letter = (await visits.MakeAsync(clerk, patient)).Letter!;
        (letter.Kind, letter.ExpiresAt).ShouldBe((DeskCodeKind.Recovery, portal.Clock.GetUtcNow() + TimeSpan.FromHours(24)));
    }

    [Fact]
    public async Task A_newer_code_ends_the_older_one()
    {
        var (clerk, patient) = (await visits.ClerkAsync(), await visits.PatientAsync());
        var older = (await visits.MakeAsync(clerk, patient)).Letter!.Code;
        var proof = await visits.ProveAsync(older);
        var newer = (await visits.MakeAsync(clerk, patient)).Letter!.Code;
        (await visits.ProveAsync(older)).ShouldBeNull();
        (await visits.UseAsync(proof)).IsRefused.ShouldBeTrue();
        (await visits.ProveAsync(newer)).ShouldNotBeNull();
        (await visits.EntriesAsync(patient)).ShouldContain((AuditOutcome.Allowed, "desk-code-replaced"));
    }

    [Fact]
    public async Task Two_desks_at_once_leave_one_code_that_works()
    {
        var patient = await visits.PatientAsync();
        var clerks = new[] { await visits.ClerkAsync(), await visits.ClerkAsync(), await visits.ClerkAsync() };
        var results = await Task.WhenAll(clerks.Select(clerk => visits.MakeAsync(clerk, patient)));
        var working = 0;
        foreach (var made in results.Where(result => result.Letter is not null))
        {
            working += await visits.ProveAsync(made.Letter!.Code) is null ? 0 : 1;
        }

        working.ShouldBe(1);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task Who_turns_sixteen_tomorrow_gets_no_code_and_who_did_today_gets_one(int daysAfter, bool gets)
    {
        var today = DateOnly.FromDateTime(portal.Clock.GetUtcNow().UtcDateTime);
        var (clerk, patient) = (await visits.ClerkAsync(), await SamplePatients.AddAsync(portal, assignTo: null, observations: 0, birth: today.AddDays(daysAfter).AddYears(-16)));
        var result = await visits.MakeAsync(clerk, patient);
        (result.Letter is not null, result.Outcome).ShouldBe((gets, gets ? DeskLetterOutcome.Made : DeskLetterOutcome.TooYoung));
        (await visits.EntriesAsync(patient)).Contains((AuditOutcome.Failed, "desk-TooYoung")).ShouldBe(!gets);
    }

    [Fact]
    public async Task Nobody_gets_a_code_for_a_patient_who_has_died()
    {
        var clerk = await visits.ClerkAsync();
        var patient = await SamplePatients.AddAsync(portal, assignTo: null, observations: 0, died: portal.Clock.GetUtcNow().AddDays(-1));
        (await visits.MakeAsync(clerk, patient)).ShouldBe(new DeskLetterResult(DeskLetterOutcome.Deceased, null));
        (await visits.EntriesAsync(patient)).ShouldContain((AuditOutcome.Failed, "desk-Deceased"));
    }

    [Fact]
    public async Task A_closed_account_gets_no_code()
    {
        var (clerk, patient) = (await visits.ClerkAsync(), await visits.PatientAsync());
        var person = await visits.People.NewAsync(Role.Patient, patient: patient);
        await visits.People.DisableAsync(person.Id);
        (await visits.MakeAsync(clerk, patient)).ShouldBe(new DeskLetterResult(DeskLetterOutcome.NotNow, null));
        (await visits.EntriesAsync(patient)).ShouldContain((AuditOutcome.Failed, "desk-NotNow"));
    }

    [Theory]
    [InlineData(Role.Clinician)]
    [InlineData(Role.BillingClerk)]
    [InlineData(Role.Administrator)]
    [InlineData(Role.Patient)]
    [Trait("Norm", "164.308(a)(4)")]
    public async Task Nobody_but_the_desk_makes_one_and_the_try_is_written_down(Role role)
    {
        var patient = await visits.PatientAsync();
        var actor = Actor.Person(AccountId.New(), role, SessionId.New(), Portal.Tests.Features.Identity.People.Nobody.Origin);
        (await visits.MakeAsync(actor, patient)).Outcome.ShouldBe(DeskLetterOutcome.NotFound);
        (await visits.EntriesAsync(patient)).ShouldBe([(AuditOutcome.Denied, "NotPermitted")]);
    }

    [Fact]
    public async Task It_wants_a_document_a_purpose_a_patient_and_a_fresh_factor()
    {
        var (clerk, patient) = (await visits.ClerkAsync(), await visits.PatientAsync());
        await Should.ThrowAsync<ValidationException>(() => visits.MakeAsync(clerk, patient, IdentityDocument.None));
        await Should.ThrowAsync<ValidationException>(() => visits.MakeAsync(clerk, patient, (IdentityDocument)77));
        (await visits.MakeAsync(clerk, PatientId.New())).Outcome.ShouldBe(DeskLetterOutcome.NotFound);
        (await portal.Get<MakeDeskCode>().ForAsync(clerk, Purpose.Treatment, patient, IdentityDocument.Passport, default)).Outcome.ShouldBe(DeskLetterOutcome.NotFound);
        portal.Clock.Advance(FreshFactor.Lifetime);
        await Should.ThrowAsync<StepUpRequiredException>(() => visits.MakeAsync(clerk, patient));
    }

    [Fact]
    [Trait("Norm", "164.312(c)")]
    public async Task A_record_whose_row_was_changed_past_the_portal_gets_no_code()
    {
        var (clerk, patient) = (await visits.ClerkAsync(), await visits.PatientAsync());
        await portal.Database.RunAsync(Portal.Data.Postgres.Embedded.DatabaseRole.Owner, "UPDATE pii.patients SET version = version + 1 WHERE id = $1", patient.Value);
        (await visits.MakeAsync(clerk, patient)).Outcome.ShouldBe(DeskLetterOutcome.Unreadable);
    }
}
