using FluentValidation;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Policies;
using Portal.Kernel.Access;
using Portal.Tests.Data;

namespace Portal.Tests.Features.Policies;

[Trait("Norm", "164.316(b)(2)(iii)")]
public sealed class OpenPolicyTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Desk desk = new(portal);

    [Fact]
    public async Task The_version_in_force_comes_with_its_text_and_all_before_it_can_be_read()
    {
        var (officer, nurse) = (await desk.SomebodyAsync(Role.ComplianceOfficer), await desk.SomebodyAsync(Role.Nurse));
        await desk.SignedAsync(officer, PolicyKind.Sanctions, "Old.");
        var version = await desk.SignedAsync(officer, PolicyKind.Sanctions, "New.");

        var view = (await OpenAsync(nurse, PolicyKind.Sanctions)).ShouldNotBeNull();
        (view.Text, view.IsCurrent, view.Shown!.Number, view.Shown.Signer, view.IsConcerned, view.AcknowledgedAt).ShouldBe(("New.\n", true, 2, "Test Person", true, null));
        view.History.Select(one => one.Number).ShouldBe([2, 1]);

        var old = (await OpenAsync(nurse, PolicyKind.Sanctions, 1)).ShouldNotBeNull();
        (old.Text, old.IsCurrent).ShouldBe(("Old.\n", false));
        (await OpenAsync(nurse, PolicyKind.Sanctions, 3)).ShouldBeNull();
        (await desk.EntriesAsync(nurse)).ShouldContain(entry => entry.ResourceId == version.Id);
    }

    [Fact]
    public async Task What_changed_since_the_signature_is_told_to_those_who_look_after_it()
    {
        var officer = await desk.SomebodyAsync(Role.ComplianceOfficer);
        await desk.SignedUnderOthersAsync(officer);

        var drift = (await OpenAsync(officer, PolicyKind.AccessControl))!.Drift;

        drift.ShouldBe(
            [new MatrixChange(nameof(Role.ComplianceOfficer), nameof(Permission.WriteClinical), IsGiven: false), new MatrixChange(nameof(Role.Nurse), nameof(Permission.ReadClinical), IsGiven: true)],
            ignoreOrder: true);
        (await OpenAsync(Desk.Of(Role.Nurse), PolicyKind.AccessControl))!.Drift.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_that_was_altered_says_so_and_shows_no_text_and_one_that_was_never_signed_is_empty()
    {
        var version = await desk.SignedAsync(await desk.SomebodyAsync(Role.ComplianceOfficer), PolicyKind.Incidents);
        await portal.Database.RunAsync(DatabaseRole.Owner, "UPDATE policies.versions SET made_by = gen_random_uuid() WHERE id = $1", version.Id);

        var view = (await OpenAsync(Desk.Of(Role.Nurse), PolicyKind.Incidents)).ShouldNotBeNull();
        (view.Text, view.Shown!.IsAltered).ShouldBe((null, true));
        var none = (await OpenAsync(Desk.Of(Role.Nurse), PolicyKind.Retention)).ShouldNotBeNull();
        (none.Text, none.Shown, none.History.Count).ShouldBe((null, null, 0));
    }

    [Fact]
    public async Task Patients_are_refused_and_what_is_none_is_invalid()
    {
        await Should.ThrowAsync<UnauthorizedAccessException>(() => OpenAsync(Desk.Of(Role.Patient), PolicyKind.Sanctions));
        await Should.ThrowAsync<ValidationException>(() => OpenAsync(Desk.Of(Role.Nurse), (PolicyKind)99));
        await Should.ThrowAsync<ValidationException>(() => OpenAsync(Desk.Of(Role.Nurse), PolicyKind.Sanctions, 0));
    }

    private Task<PolicyView?> OpenAsync(Actor actor, PolicyKind kind, int? number = null) => portal.Get<OpenPolicy>().ForAsync(actor, kind, number, default);
}
