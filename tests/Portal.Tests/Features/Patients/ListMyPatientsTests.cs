using FluentValidation;
using Portal.Data;
using Portal.Features.Patients;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Patients;

public sealed class ListMyPatientsTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task A_clinician_sees_those_in_her_care_the_newest_assignment_first()
    {
        var clinician = People.Clinician();
        var first = await SamplePatients.AddAsync(portal, clinician.Account);
        portal.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await SamplePatients.AddAsync(portal, clinician.Account);
        await SamplePatients.AddAsync(portal, AccountId.New());

        var page = await portal.Get<ListMyPatients>().ForAsync(clinician, Purpose.Treatment, null, default);

        page.Items.Select(item => item.Id).ShouldBe([second, first]);
        page.Next.ShouldBeNull();
    }

    [Fact]
    public async Task Pages_follow_each_other_without_a_gap_or_a_double()
    {
        var clinician = People.Clinician();
        var all = new List<PatientId>();
        for (var number = 0; number < 27; number++)
        {
            all.Add(await SamplePatients.AddAsync(portal, clinician.Account, observations: 0));
        }

        var first = await portal.Get<ListMyPatients>().ForAsync(clinician, Purpose.Treatment, null, default);
        var second = await portal.Get<ListMyPatients>().ForAsync(clinician, Purpose.Treatment, first.Next, default);

        first.Items.Count.ShouldBe(25);
        second.Next.ShouldBeNull();
        first.Items.Concat(second.Items).Select(item => item.Id).ShouldBe(all, ignoreOrder: true);
    }

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task An_administrator_sees_an_empty_list_and_the_refusal_is_an_entry()
    {
        var administrator = People.In(Role.Administrator);
        await SamplePatients.AddAsync(portal, administrator.Account);

        var page = await portal.Get<ListMyPatients>().ForAsync(administrator, Purpose.Operations, null, default);

        page.Items.ShouldBeEmpty();
        (await EntriesOfAsync(administrator)).ShouldHaveSingleItem().Outcome.ShouldBe(AuditOutcome.Denied);
    }

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task A_list_is_one_entry_that_names_every_patient_it_showed()
    {
        var clinician = People.Clinician();
        var one = await SamplePatients.AddAsync(portal, clinician.Account);
        var two = await SamplePatients.AddAsync(portal, clinician.Account);

        await portal.Get<ListMyPatients>().ForAsync(clinician, Purpose.Treatment, null, default);

        var entry = (await EntriesOfAsync(clinician)).ShouldHaveSingleItem();
        entry.Action.ShouldBe(AuditAction.Search);
        entry.Patients.ShouldBe([one, two], ignoreOrder: true);
    }

    [Fact]
    public async Task A_cursor_that_is_none_of_ours_is_refused() =>
        await Should.ThrowAsync<ValidationException>(() => portal.Get<ListMyPatients>().ForAsync(People.Clinician(), Purpose.Treatment, "nonsense!", default));

    private async Task<List<AuditEntry>> EntriesOfAsync(Actor actor)
    {
        var entries = new List<AuditEntry>();
        await foreach (var signed in portal.Get<PortalDatabase>().Audit.ReadAllAsync(default))
        {
            if (signed.Entry.Account == actor.Account)
            {
                entries.Add(signed.Entry);
            }
        }

        return entries;
    }
}
