using FluentValidation;
using Portal.Features.AuditTrail;
using Portal.Features.Patients;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Patients;

public sealed class FindPatientByNumberTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Theory]
    [InlineData(Role.ComplianceOfficer)]
    [InlineData(Role.Auditor)]
    [Trait("Norm", "164.312(b)")]
    public async Task A_whole_record_number_finds_its_patient_and_the_entry_names_whom(Role role)
    {
        var actor = People.In(role);
        var number = $"MRN-{Guid.NewGuid():N}";
        var patient = await SamplePatients.AddAsync(portal, assignTo: null, mrn: number);

        (await portal.Get<FindPatientByNumber>().ForAsync(actor, $" {number.ToLowerInvariant()} ", default)).ShouldBe(patient);
        (await portal.Get<FindPatientByNumber>().ForAsync(actor, number[..^1], default)).ShouldBeNull();

        portal.Clock.Advance(TimeSpan.FromSeconds(1));
        var entries = (await portal.Get<SearchAudit>().ForAsync(actor, new() { Person = actor.Account }, default)).Items;
        entries.Count.ShouldBe(2);
        entries.ShouldAllBe(entry => entry.Action == AuditAction.Search && entry.Resource == AuditResource.Patient && entry.Outcome == AuditOutcome.Allowed);
        entries.SelectMany(entry => entry.Patients).ShouldBe([patient]);
    }

    [Theory]
    [InlineData(Role.Administrator)]
    [InlineData(Role.Clinician)]
    [InlineData(Role.FrontDesk)]
    [Trait("Norm", "164.312(b)")]
    public async Task Who_does_not_read_the_log_is_refused_and_the_try_is_an_entry(Role role)
    {
        var actor = People.In(role);
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<FindPatientByNumber>().ForAsync(actor, "MRN-1", default));
        portal.Clock.Advance(TimeSpan.FromSeconds(1));

        var tries = await portal.Get<SearchAudit>().ForAsync(People.In(Role.Auditor), new() { Person = actor.Account }, default);
        tries.Items.ShouldHaveSingleItem().Outcome.ShouldBe(AuditOutcome.Denied);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901")]
    public async Task An_empty_or_endless_number_is_refused(string number) =>
        await Should.ThrowAsync<ValidationException>(() => portal.Get<FindPatientByNumber>().ForAsync(People.In(Role.Auditor), number, default));
}
