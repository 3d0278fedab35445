using Microsoft.EntityFrameworkCore;
using Npgsql;
using Portal.Data;
using Portal.Features.Patients.Care;
using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Data;

/// <summary>The use cases' own queries with their filters taken out, through the contexts that the Gate hands out.</summary>
[Trait("Norm", "164.312(a)(1)")]
[Trait("Norm", "8.2.2")]
public sealed class ForgottenFilterTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private static readonly AccessRequest Read = new(
        Permission.ReadClinical, AuditAction.Read, AuditResource.Patient, DataCategories.Identity | DataCategories.Clinical);

    private static readonly AccessRequest Write = new(Permission.WriteClinical, AuditAction.Create, AuditResource.Observation, DataCategories.Clinical);

    [Fact]
    public async Task A_record_read_without_its_filter_shows_nothing_of_another_patient_in_the_same_care()
    {
        var (clinician, mine, _) = await InCareAsync();
        var access = await portal.Get<Gate>().OpenAsync(clinician, Purpose.Treatment, Read, mine, default);

        await using var db = await access!.OpenAsync(default);

        (await db.Set<Observation>().AsNoTracking().OrderByDescending(row => row.At).ToListAsync()).Select(row => row.PatientId).ShouldBe([mine, mine]);
        (await db.Set<Patient>().AsNoTracking().SingleAsync()).PatientId.ShouldBe(mine);
        (await db.Set<PatientListRow>().AsNoTracking().SingleAsync()).PatientId.ShouldBe(mine);
    }

    [Fact]
    public async Task A_list_and_a_search_without_their_filters_show_a_clinician_those_in_care_alone()
    {
        var (clinician, mine, also) = await InCareAsync();
        await SamplePatients.AddAsync(portal, AccountId.New());

        await using var db = await portal.Get<Gate>().OpenToListAsync(clinician, default);

        (await db.Set<CareRelationship>().Select(row => row.PatientId).ToListAsync()).ShouldBe([mine, also], ignoreOrder: true);
        (await db.Set<PatientListRow>().Select(row => row.PatientId).ToListAsync()).ShouldBe([mine, also], ignoreOrder: true);
        (await db.Set<Patient>().Select(row => row.PatientId).ToListAsync()).ShouldBe([mine, also], ignoreOrder: true);
        (await db.Set<NameToken>().Select(row => row.PatientId).Distinct().ToListAsync()).ShouldBe([mine, also], ignoreOrder: true);
        (await db.Set<Observation>().AnyAsync()).ShouldBeFalse();
    }

    [Theory]
    [InlineData(Role.BillingClerk, true)]
    [InlineData(Role.FrontDesk, true)]
    [InlineData(Role.Nurse, false)]
    [InlineData(Role.Administrator, false)]
    [InlineData(Role.ComplianceOfficer, false)]
    [InlineData(Role.Auditor, false)]
    [InlineData(Role.Patient, false)]
    public async Task Who_lists_everybody_sees_list_rows_and_no_charts_and_who_lists_nobody_sees_nothing(Role role, bool lists)
    {
        var (_, mine, _) = await InCareAsync();

        await using var db = await portal.Get<Gate>().OpenToListAsync(Actor.Person(AccountId.New(), role, SessionId.New(), Origin.Local), default);

        (await db.Set<PatientListRow>().AnyAsync(row => row.PatientId == mine)).ShouldBe(lists);
        (await db.Set<NameToken>().AnyAsync(row => row.PatientId == mine)).ShouldBe(lists);
        (await db.Set<CareRelationship>().AnyAsync()).ShouldBeFalse();
        (await db.Set<Observation>().AnyAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task A_change_opened_for_one_patient_writes_nothing_of_another()
    {
        var (clinician, mine, also) = await InCareAsync();
        await using var db = portal.Get<PortalDatabase>().Open();
        await portal.Get<Gate>().OpenForChangeAsync(db, clinician, Purpose.Treatment, Write, mine, default);
        var row = await db.Set<Observation>().FirstAsync();
        row.PatientId.ShouldBe(mine);

        row.PatientId = also;
        var refused = await Should.ThrowAsync<DbUpdateException>(() => db.SaveChangesAsync());

        refused.InnerException.ShouldBeOfType<PostgresException>().SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    private async Task<(Actor Clinician, PatientId Mine, PatientId Also)> InCareAsync()
    {
        var clinician = Actor.Person(AccountId.New(), Role.Clinician, SessionId.New(), Origin.Local);
        return (clinician, await SamplePatients.AddAsync(portal, clinician.Account), await SamplePatients.AddAsync(portal, clinician.Account));
    }
}
