using FluentValidation;
using Portal.Features.AuditTrail;
using Portal.Features.AuditTrail.Pictures;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Features.Patients;

namespace Portal.Tests.Features.AuditTrail.Pictures;

public sealed class RankReadersTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Actor officer = People.In(Role.ComplianceOfficer);

    [Fact]
    [Trait("Norm", "164.308(a)(1)(ii)(D)")]
    public async Task Who_opened_a_record_most_comes_first_and_refusals_do_not_count()
    {
        var entries = new AuditEntries(portal);
        await entries.AddAsync(160, TimeSpan.FromMinutes(90));
        var patient = AuditEntries.Patients[1];

        var ranked = await portal.Get<RankReaders>().ForAsync(officer, new() { Patient = patient, From = entries.All[0].At }, default);

        var expected = entries.All.Where(e => e.Patients.Contains(patient) && e.Outcome == AuditOutcome.Allowed).GroupBy(e => e.Account!.Value).ToDictionary(group => group.Key);
        ranked.People.Select(one => one.Person!.Value).ShouldBe(expected.Keys, ignoreOrder: true);
        ranked.People.Select(one => one.Opened).ShouldBeInOrder(SortDirection.Descending);
        foreach (var one in ranked.People)
        {
            var mine = expected[one.Person!.Value].ToList();
            (one.Opened, one.Listed, one.Last).ShouldBe((mine.Count(e => e.Action is AuditAction.Read or AuditAction.Export), mine.Count(e => e.Action == AuditAction.Search), mine.Max(e => e.At)));
        }

        (ranked.IsMore, ranked.Times.IsShortened).ShouldBe((false, false));
    }

    [Fact]
    public async Task It_wants_a_patient_and_the_permission_and_names_the_patient_in_its_entry()
    {
        await Should.ThrowAsync<ValidationException>(() => portal.Get<RankReaders>().ForAsync(officer, new(), default));
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<RankReaders>().ForAsync(People.In(Role.Clinician), new() { Patient = AuditEntries.Patients[0] }, default));
        (await portal.Get<RankReaders>().ForAsync(officer, new() { Patient = Portal.Kernel.PatientId.New() }, default)).People.ShouldBeEmpty();

        portal.Clock.Advance(TimeSpan.FromSeconds(1));
        await portal.Get<RankReaders>().ForAsync(officer, new() { Patient = AuditEntries.Patients[3] }, default);
        portal.Clock.Advance(TimeSpan.FromSeconds(1));
        (await portal.Get<SearchAudit>().ForAsync(officer, new() { Patient = AuditEntries.Patients[3] }, default)).Items[0].Reason.ShouldBe("picture: readers");
    }
}
