using Bunit;
using Portal.Features.Identity.Changes;
using Portal.Features.Identity.Invitations;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Crypto;
using Portal.Web.Features.Identity.People;
using Portal.Web.Tests.Features.Patients;

namespace Portal.Web.Tests.Features.Identity;

public sealed class PersonFormsTests : PartsContext
{
    private static readonly PersonView Nurse = new(
        new PersonItem(AccountId.New(), Revealed<string>.Of("Ada Example"), Revealed<string>.Of("ada@people.example"), Role.Nurse, AccountState.Active, null, Day(2026)),
        IsOwn: false, IsPatients: false, IsApprovalWaived: true, DisabledAt: null, DisableReason.None, IsGivenUp: false, RoleRequest: null, EmailWaitsUntil: null);

    [Fact]
    [Trait("Norm", "ASVS 8.3.2")]
    public void A_second_submit_of_the_same_click_does_not_take_the_role_away()
    {
        var asked = new List<Role>();
        var part = Render<PersonRole>(parameters => parameters.Add(p => p.View, Nurse).Add(p => p.Change, asked.Add));
        part.Find("#new-role").Change($"{Role.Clinician}");
        part.Find("form").Submit();
        part.Render(parameters => parameters.Add(p => p.View, Nurse with { Person = Nurse.Person with { Role = Role.Clinician } }));
        part.Find("form").Submit();
        asked.ShouldBe([Role.Clinician]);
    }

    [Fact]
    public void A_role_is_taken_away_only_where_that_was_picked()
    {
        var asked = new List<Role>();
        var part = Render<PersonRole>(parameters => parameters.Add(p => p.View, Nurse).Add(p => p.Change, asked.Add));
        part.Find("form").Submit();
        asked.ShouldBeEmpty();
        part.Find("#new-role").Change($"{Role.None}");
        part.Find("form").Submit();
        asked.ShouldBe([Role.None]);
    }

    [Fact]
    public void An_address_stays_after_a_refusal_and_goes_once_its_link_was_sent()
    {
        var part = Render<PersonEmail>(parameters => parameters.Add(p => p.View, Nurse));
        part.Find("#new-email").Change("new@people.example");
        part.Find("form").Submit();
        part.Render(parameters => parameters.Add(p => p.View, Nurse with { IsOwn = false }));
        part.Find("#new-email").GetAttribute("value").ShouldBe("new@people.example");
        part.Render(parameters => parameters.Add(p => p.View, Nurse with { EmailWaitsUntil = Day(2027) }));
        part.Find("#new-email").GetAttribute("value").ShouldBeNullOrEmpty();
    }
}
