using FluentValidation;
using Portal.Features.AuditTrail;
using Portal.Features.Identity;
using Portal.Features.Identity.Invitations;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Actors = Portal.Tests.Features.Patients.People;

namespace Portal.Tests.Features.Identity;

public sealed class FindStaffTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Actor officer = Actors.In(Role.ComplianceOfficer);

    [Fact]
    public async Task Colleagues_are_found_by_the_beginnings_of_their_names_in_any_order_and_patients_are_not()
    {
        var nurse = await AddAsync("Åsa Provsdotter", Role.Nurse);
        await AddAsync("Åsa Provspatient", Role.Patient);
        await AddAsync("Nils Provsson", Role.Clinician);

        var found = await portal.Get<FindStaff>().ForAsync(officer, "provs asa", default);
        found.ShouldBe([new StaffItem(nurse, "Åsa Provsdotter", Role.Nurse)]);
        (await portal.Get<FindStaff>().ForAsync(officer, "PROVS", default)).Select(one => one.Name).ShouldBe(["Åsa Provsdotter", "Nils Provsson"], ignoreOrder: true);
        (await portal.Get<FindStaff>().ForAsync(officer, "sdotter", default)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Role.Auditor)]
    [InlineData(Role.Nurse)]
    [Trait("Norm", "164.312(b)")]
    public async Task Who_may_not_see_accounts_is_refused_and_the_try_is_an_entry(Role role)
    {
        var actor = Actors.In(role);
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<FindStaff>().ForAsync(actor, "asa", default));
        portal.Clock.Advance(TimeSpan.FromSeconds(1));

        var tries = await portal.Get<SearchAudit>().ForAsync(officer, new() { Person = actor.Account }, default);
        tries.Items.ShouldHaveSingleItem().Outcome.ShouldBe(AuditOutcome.Denied);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" - ")]
    public async Task A_text_without_letters_is_refused(string text) =>
        await Should.ThrowAsync<ValidationException>(() => portal.Get<FindStaff>().ForAsync(officer, text, default));

    private async Task<AccountId> AddAsync(string name, Role role) => (await portal.Get<CreateAccount>().ForAsync(
        Actor.System("test"), new($"{Guid.NewGuid():N}@people.example", name, "seven quiet harbours wait", role), default))!.Value;
}
