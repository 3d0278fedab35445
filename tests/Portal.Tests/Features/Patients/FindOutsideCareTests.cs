using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Findings;
using Portal.Features.Patients;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Findings;

namespace Portal.Tests.Features.Patients;

[Trait("Norm", "164.502(b), .514(d)")]
public sealed class FindOutsideCareTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Theory]
    [InlineData("MRN-70017")]
    [InlineData("Ines Quintana")]
    [InlineData("1971-05-06")]
    public async Task A_clinician_learns_that_a_patient_exists_and_no_more_than_a_mask(string text)
    {
        var patient = await SamplePatients.AddAsync(portal, AccountId.New(), new PersonName("Quintana", "Ines"), "MRN-70017", 0, new DateOnly(1971, 5, 6));

        var found = await FindAsync(People.Clinician(), text);

        var shown = found.Items.Single(item => item.Id == patient).Patient;
        (shown.Initials.ValueOrDefault, shown.BirthYear.ValueOrDefault, shown.MrnEnd.ValueOrDefault).ShouldBe(("I. Q.", 1971, "17"));
        (found.IsSpecific, found.HasMore).ShouldBe((true, false));
    }

    [Theory]
    [InlineData("quint")]
    [InlineData("quintana")]
    [InlineData("i quintana")] // an initial is no word
    public async Task One_word_of_a_name_finds_nobody_and_nothing_is_looked_for(string text)
    {
        await SamplePatients.AddAsync(portal, AccountId.New(), new PersonName("Quintana", "Ines"), observations: 0);

        (await FindAsync(People.Clinician(), text)).ShouldBe(MaskedMatches.NotLooked);
    }

    [Fact]
    public async Task One_entry_names_those_who_were_shown_and_own_patients_are_not_among_them()
    {
        var clinician = People.Clinician();
        var outside = await SamplePatients.AddAsync(portal, AccountId.New(), new PersonName("Vandermeer", "Ada"), observations: 0);
        var own = await SamplePatients.AddAsync(portal, clinician.Account, new PersonName("Vandermeer", "Ada"), observations: 0);

        (await FindAsync(clinician, "ada vandermeer")).Items.Select(item => item.Id).ShouldBe([outside]);

        var entry = (await EntriesAsync(clinician)).ShouldHaveSingleItem();
        (entry.Action, entry.Outcome, entry.Reason).ShouldBe((AuditAction.Search, AuditOutcome.Allowed, "masked"));
        entry.Patients.ShouldBe([outside]);
        entry.Patients.ShouldNotContain(own);
    }

    [Fact]
    public async Task Who_looks_too_often_within_an_hour_is_refused_and_found_and_a_whole_number_still_finds()
    {
        var (clinician, other) = (People.Clinician(), People.Clinician());
        var patient = await SamplePatients.AddAsync(portal, AccountId.New(), new PersonName("Okonkwo", "Ada"), "MRN-90211", 0, new DateOnly(1980, 1, 2));
        for (var look = 0; look < FindOutsideCare.MostAnHour; look++)
        {
            (await FindAsync(clinician, "ada okonkwo")).IsTooOften.ShouldBeFalse();
        }

        (await FindAsync(clinician, "ada okonkwo")).ShouldBe(MaskedMatches.TooOften);
        (await FindAsync(clinician, "1980-01-02")).ShouldBe(MaskedMatches.TooOften);
        (await FindAsync(clinician, "MRN-90211")).Items.Select(item => item.Id).ShouldBe([patient]);
        (await FindAsync(other, "ada okonkwo")).IsTooOften.ShouldBeFalse();
        (await EntriesAsync(clinician)).Count(entry => entry is { Outcome: AuditOutcome.Denied, Reason: "masked-limit" }).ShouldBe(2);
        await using var db = portal.Open();
        (await db.Set<Finding>().Where(finding => finding.Kind == FindingKind.MaskedSearches).ToListAsync()).ShouldHaveSingleItem().Account.ShouldBe(clinician.Account);
        portal.Clock.Advance(TimeSpan.FromHours(1));
        (await FindAsync(clinician, "ada okonkwo")).IsTooOften.ShouldBeFalse();
    }

    [Fact]
    public async Task No_more_than_ten_are_shown_or_named_and_it_is_said_that_there_are_more()
    {
        for (var number = 0; number < 12; number++)
        {
            await SamplePatients.AddAsync(portal, AccountId.New(), new PersonName("Nakamura", "Emi"), observations: 0);
        }

        var clinician = People.Clinician();
        var found = await FindAsync(clinician, "emi nakamura");

        (found.Items.Count, found.HasMore).ShouldBe((10, true));
        (await EntriesAsync(clinician)).ShouldHaveSingleItem().Patients.Count.ShouldBe(10);
    }

    [Theory]
    [InlineData(Role.BillingClerk)]
    [InlineData(Role.FrontDesk)]
    [InlineData(Role.Administrator)]
    [InlineData(Role.Patient)]
    public async Task Who_may_not_break_the_glass_is_shown_nothing_and_the_try_is_an_entry(Role role)
    {
        await SamplePatients.AddAsync(portal, AccountId.New(), new PersonName("Okonkwo", "Chidi"), observations: 0);
        var actor = People.In(role);

        (await FindAsync(actor, "chidi okonkwo")).Items.ShouldBeEmpty();

        (await EntriesAsync(actor)).ShouldHaveSingleItem().Outcome.ShouldBe(AuditOutcome.Denied);
    }

    [Fact]
    public async Task A_mask_that_masks_nothing_shows_nothing()
    {
        var patient = await SamplePatients.AddAsync(portal, AccountId.New(), new PersonName("Lindqvist", "Maja"), observations: 0);
        var access = await portal.Get<Gate>().OpenMaskedAsync(People.Clinician(), Purpose.Treatment, [patient], 10, default);
        await using var db = portal.Open();
        var row = db.Set<PatientListRow>().Single(row => row.PatientId == patient);

        Should.Throw<InvalidOperationException>(() => access!.Show(row, row.Name, name => name.InFull()));
        access!.Show(row, row.Name, name => name.Family[..1]).ValueOrDefault.ShouldBe("L");
    }

    [Fact]
    public async Task The_text_is_validated_first() => await Should.ThrowAsync<ValidationException>(() => FindAsync(People.Clinician(), "m"));

    private Task<MaskedMatches> FindAsync(Actor actor, string text) => portal.Get<FindOutsideCare>().ForAsync(actor, Purpose.Treatment, text, default);

    private async Task<List<AuditEntry>> EntriesAsync(Actor actor)
    {
        var entries = new List<AuditEntry>();
        await foreach (var signed in portal.Get<PortalDatabase>().Audit.ReadAllAsync(default))
        {
            entries.Add(signed.Entry);
        }

        return [.. entries.Where(entry => entry.Account == actor.Account)];
    }
}
