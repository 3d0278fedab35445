using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Data.Keys;
using Portal.Features.Patients;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Data;

public sealed class GateTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private static readonly Origin Somewhere = new(System.Net.IPAddress.Loopback, "test");

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task A_clinician_opens_a_record_in_her_care_and_the_entry_names_her_and_the_patient()
    {
        var clinician = Person(Role.Clinician);
        var patient = await SamplePatients.AddAsync(portal, clinician.Account);

        var record = await portal.Get<OpenRecord>().ForAsync(clinician, Purpose.Treatment, patient, default);

        Assert.Equal("Müller, Zoë", record!.Banner.Name.ValueOrDefault!.ForLists());
        var entry = Assert.Single(await EntriesAsync(patient), entry => entry.Action == AuditAction.Read);
        Assert.Equal(clinician.Account, entry.Account);
        Assert.Equal(clinician.Session, entry.Session);
        Assert.Equal(AuditOutcome.Allowed, entry.Outcome);
    }

    [Theory]
    [InlineData(Role.Clinician, Purpose.Treatment)]
    [InlineData(Role.BillingClerk, Purpose.Payment)]
    [InlineData(Role.Administrator, Purpose.Operations)]
    [InlineData(Role.Patient, Purpose.PatientRequest)]
    [Trait("Norm", "164.312(b)")]
    public async Task A_record_outside_of_reach_is_not_found_and_the_refusal_is_an_entry(Role role, Purpose purpose)
    {
        var actor = Person(role);
        var patient = await SamplePatients.AddAsync(portal, assignTo: null);

        Assert.Null(await portal.Get<OpenRecord>().ForAsync(actor, purpose, patient, default));

        var entry = Assert.Single(await EntriesAsync(patient), entry => entry.Action == AuditAction.Read);
        Assert.Equal(AuditOutcome.Denied, entry.Outcome);
        Assert.Equal(actor.Account, entry.Account);
    }

    [Fact]
    [Trait("Norm", "164.502(b)")]
    public async Task A_billing_clerk_opens_billing_and_not_the_chart()
    {
        var clerk = Person(Role.BillingClerk);
        var patient = await SamplePatients.AddAsync(portal, assignTo: null);

        Assert.NotNull(await portal.Get<OpenBillingRecord>().ForAsync(clerk, Purpose.Payment, patient, default));
        Assert.Null(await portal.Get<OpenRecord>().ForAsync(clerk, Purpose.Payment, patient, default));
        Assert.Null(await portal.Get<OpenBillingRecord>().ForAsync(clerk, Purpose.Treatment, patient, default));
    }

    [Fact]
    [Trait("Norm", "5(1)(b),(c),(e); 5(2)")]
    public async Task Without_a_purpose_nothing_opens()
    {
        var clinician = Person(Role.Clinician);
        var patient = await SamplePatients.AddAsync(portal, clinician.Account);

        Assert.Null(await portal.Get<OpenRecord>().ForAsync(clinician, Purpose.None, patient, default));
        Assert.Null(await portal.Get<OpenRecord>().ForAsync(clinician, (Purpose)99, patient, default));
        Assert.Null(await portal.Get<OpenRecord>().ForAsync(clinician, Purpose.Treatment, default, default));
    }

    [Fact]
    public async Task An_access_does_not_reveal_a_category_it_was_not_opened_for()
    {
        var patient = await SamplePatients.AddAsync(portal, assignTo: null);
        var request = new AccessRequest(Permission.ReadBilling, AuditAction.Read, AuditResource.Patient, DataCategories.Billing);
        var access = await portal.Get<Gate>().OpenAsync(Person(Role.BillingClerk), Purpose.Payment, request, patient, default);
        await using var db = portal.Open();
        var row = await db.Set<Portal.Features.Patients.Registration.Patient>().SingleAsync(row => row.PatientId == patient);

        Assert.Throws<InvalidOperationException>(() => access!.Reveal(row, row.Name));
    }

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task A_fact_that_cannot_be_found_out_closes_the_record_and_the_refusal_is_an_entry()
    {
        var clinician = Person(Role.Clinician);
        var patient = await SamplePatients.AddAsync(portal, clinician.Account);
        var gate = new Gate(portal.Get<PortalDatabase>(), portal.Get<AuditLog>(), portal.Get<PatientKeys>(), new AccessJudge([.. portal.Get<IEnumerable<IAccessFact>>(), new SilentFact()]));
        var request = new AccessRequest(Permission.ReadClinical, AuditAction.Read, AuditResource.Patient, DataCategories.Clinical);

        Assert.Null(await gate.OpenAsync(clinician, Purpose.Treatment, request, patient, default));

        var entry = Assert.Single(await EntriesAsync(patient), entry => entry.Action == AuditAction.Read);
        Assert.Equal((AuditOutcome.Denied, nameof(Decision.Unknown)), (entry.Outcome, entry.Reason));
        await Assert.ThrowsAsync<InvalidOperationException>(() => gate.OpenListAsync(clinician, Purpose.Treatment, request, [patient], default));
    }

    private sealed class SilentFact : IAccessFact
    {
        public Task<IReadOnlyCollection<PatientFact>> AboutAsync(Actor actor, IReadOnlyCollection<PatientId> patients, CancellationToken cancel) =>
            throw new InvalidOperationException("down");
    }

    private static Actor Person(Role role) => Actor.Person(AccountId.New(), role, SessionId.New(), Somewhere);

    private async Task<List<AuditEntry>> EntriesAsync(PatientId patient)
    {
        var entries = new List<AuditEntry>();
        await foreach (var signed in portal.Get<PortalDatabase>().Audit.ReadAllAsync(default))
        {
            if (signed.Entry.Patients.Contains(patient))
            {
                entries.Add(signed.Entry);
            }
        }

        return entries;
    }
}
