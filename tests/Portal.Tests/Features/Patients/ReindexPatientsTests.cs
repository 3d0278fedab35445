using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Patients;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Patients;

public sealed class ReindexPatientsTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private static readonly Actor Job = Actor.System("reindex-patients");

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task Patients_of_an_older_version_are_found_by_todays_kinds_afterwards_and_once_is_enough()
    {
        // Sample patients have tokens of their names alone, as an older version wrote them.
        var patient = await SamplePatients.AddAsync(portal, assignTo: null, new PersonName("王", "芳"), "MRN-55110", observations: 0);
        await using (var db = portal.Open())
        {
            await db.Set<NameToken>().Where(token => token.PatientId == patient).ExecuteDeleteAsync();
        }

        (await FindAsync("王")).ShouldBeEmpty();

        (await portal.Get<ReindexPatients>().ForAsync(Job, null, default)).ShouldBe(1);

        (await FindAsync("王")).ShouldBe([patient]);
        (await portal.Get<ReindexPatients>().ForAsync(Job, null, default)).ShouldBe(0);
        var entry = (await EntriesAsync(patient)).ShouldHaveSingleItem();
        (entry.Job, entry.Action, entry.Outcome).ShouldBe(("reindex-patients", AuditAction.Maintain, AuditOutcome.Allowed));
    }

    [Fact]
    public async Task A_person_may_not_do_it() =>
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<ReindexPatients>().ForAsync(People.In(Role.Administrator), null, default));

    private async Task<IReadOnlyList<PatientId>> FindAsync(string text) =>
        [.. (await portal.Get<SearchPatients>().ForAsync(People.In(Role.FrontDesk), Purpose.Operations, text, null, default)).Items.Select(item => item.Id)];

    private async Task<List<AuditEntry>> EntriesAsync(PatientId patient)
    {
        var entries = new List<AuditEntry>();
        await foreach (var signed in portal.Get<PortalDatabase>().Audit.ReadAllAsync(default))
        {
            if (signed.Entry.Patients.Contains(patient) && signed.Entry.Action == AuditAction.Maintain)
            {
                entries.Add(signed.Entry);
            }
        }

        return entries;
    }
}
