using FluentValidation;
using Portal.Features.AccessReviews;
using Portal.Features.Identity;
using Portal.Kernel.Access;
using Portal.Kernel.Notices;
using Portal.Tests.Features.Identity;

namespace Portal.Tests.Features.AccessReviews;

[Trait("Norm", "164.308(a)(4)(ii)(C)")]
public sealed class ReduceAccessTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly AccessHouse house = new(portal);

    [Fact]
    public async Task A_lesser_role_takes_the_place_at_once_without_a_second_yes()
    {
        var (manager, clinician, review, line) = await ClinicianAsync();
        portal.Clock.Advance(TimeSpan.FromSeconds(31)); // a code is used once
        var token = await house.People.SignInAsync(clinician);
        token.ShouldNotBeNull();
        (await house.ReduceAsync(manager, line.Id, Role.Nurse)).ShouldBe(ReviewOutcome.Done);
        (await house.RoleAsync(clinician.Id)).ShouldBe(Role.Nurse);
        (await portal.Get<FindSession>().ByTokenAsync(People.Nobody, token, default)).ShouldBeNull("it acted in the role that was taken away");
        var reduced = await house.LineAsync(review, clinician.Id);
        (reduced.State, reduced.NewRole).ShouldBe((LineState.Reduced, Role.Nurse));
        (await house.People.NoticesAsync(clinician.Id, NoticeKind.RolesChanged)).ShouldHaveSingleItem();
        (await house.EntriesAsync(line.Id)).Single().Reason.ShouldBe("access-reduced-Nurse");
    }

    [Fact]
    public async Task No_role_at_all_leaves_the_account_and_opens_nothing()
    {
        var (manager, clinician, _, line) = await ClinicianAsync();
        (await house.ReduceAsync(manager, line.Id, Role.None)).ShouldBe(ReviewOutcome.Done);
        (await house.RoleAsync(clinician.Id)).ShouldBe(Role.None);
        (await house.AccountAsync(clinician.Id)).DisabledAt.ShouldBeNull();
    }

    [Theory]
    [InlineData(Role.ComplianceOfficer)]
    [InlineData(Role.Administrator)]
    [InlineData(Role.BillingClerk)]
    [InlineData(Role.Clinician)]
    public async Task Nothing_is_given_under_the_name_of_a_reduction(Role role)
    {
        var (manager, clinician, review, line) = await ClinicianAsync();
        (await house.ReduceAsync(manager, line.Id, role)).ShouldBe(ReviewOutcome.NotLess);
        (await house.RoleAsync(clinician.Id)).ShouldBe(Role.Clinician);
        (await house.LineAsync(review, clinician.Id)).State.ShouldBe(LineState.Waiting);
    }

    [Fact]
    public async Task The_last_officer_stays_one()
    {
        var (last, auditor) = (await house.SignedInAsync(Role.ComplianceOfficer), await house.SignedInAsync(Role.Auditor));
        await house.OnlyAsync(Role.ComplianceOfficer, last.Person.Id);
        await house.OnlyAsync(Role.Auditor, auditor.Person.Id);
        await house.ListAsync(last.Person.Id);
        var line = await house.LineAsync(await house.StartAsync(last.Actor), last.Person.Id);
        (await house.ReduceAsync(auditor.Actor, line.Id, Role.Auditor)).ShouldBe(ReviewOutcome.LastOne);
        (await house.RoleAsync(last.Person.Id)).ShouldBe(Role.ComplianceOfficer);
    }

    [Fact]
    public async Task It_wants_a_factor_a_sentence_and_a_role_of_staff()
    {
        var (manager, _, _, line) = await ClinicianAsync();
        await Should.ThrowAsync<ValidationException>(() => house.ReduceAsync(manager, line.Id, Role.Patient));
        await Should.ThrowAsync<ValidationException>(() => portal.Get<ReduceAccess>().ForAsync(manager, line.Id, Role.Nurse, "", default));
        await Should.ThrowAsync<StepUpRequiredException>(() => house.ReduceAsync(AccessHouse.Somebody(Role.Clinician), line.Id, Role.Nurse));
    }

    private async Task<(Actor Manager, Person Clinician, Guid Review, CampaignLine Line)> ClinicianAsync()
    {
        var (head, clinician) = (await house.SignedInAsync(Role.Clinician), await house.SignedInAsync(Role.Clinician));
        await house.ListAsync(clinician.Person.Id, await house.ListAsync(head.Person.Id, department: "Elsewhere"));
        var review = await house.StartAsync(await house.OfficerAsync());
        return (head.Actor, clinician.Person, review, await house.LineAsync(review, clinician.Person.Id));
    }
}
