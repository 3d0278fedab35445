using Portal.Features.Patients.Practitioners;
using Portal.Features.Staff;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Patients.Practitioners;

[Trait("Norm", "164.308(a)(4)")]
public sealed class LinkPractitionerTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task A_practitioner_is_one_person_and_leads_to_the_persons_accounts()
    {
        using var room = new PractitionerRoom(portal);
        var administrator = await room.Directory.Invited.AdministratorAsync();
        await room.ImportAsync(("p7", "Sato"), ("p8", "Tanaka"));
        var (entry, other) = (await room.Directory.AddAsync(administrator), await room.Directory.AddAsync(administrator));
        var clinician = await room.Directory.People.NewAsync(Role.Clinician);
        await room.Directory.LinkAsync(administrator, entry, clinician.Id);
        var key = (await room.ListAsync(administrator, "sato")).Items.Single().Key;

        (await LinkAsync(administrator, entry, key)).ShouldBe(StaffOutcome.Done);
        (await LinkAsync(administrator, entry, key)).ShouldBe(StaffOutcome.Same);
        (await LinkAsync(administrator, other, key)).ShouldBe(StaffOutcome.Taken);

        (await room.ListAsync(administrator, "sato")).Items.Single().Person!.Id.ShouldBe(entry);
        (await AccountsAsync(key)).ShouldBe([clinician.Id]);
        (await room.Directory.OpenAsync(administrator, entry))!.IsDamaged.ShouldBeFalse();
        (await room.Directory.EntriesAsync(entry)).ShouldContain((AuditAction.Update, AuditOutcome.Allowed, "practitioner-linked"));

        await room.Directory.TurnAsync(entry, "Elsewhere");
        (await AccountsAsync(key)).ShouldBeEmpty(); // turned past the portal: closed
    }

    [Fact]
    public async Task It_wants_what_is_there_an_administrator_and_a_fresh_factor()
    {
        using var room = new PractitionerRoom(portal);
        var administrator = await room.Directory.Invited.AdministratorAsync();
        var entry = await room.Directory.AddAsync(administrator);
        (await LinkAsync(administrator, entry, Guid.NewGuid())).ShouldBe(StaffOutcome.Gone);
        (await LinkAsync(administrator, Guid.NewGuid(), Guid.NewGuid())).ShouldBe(StaffOutcome.Gone);
        (await LinkAsync(administrator, entry, null)).ShouldBe(StaffOutcome.Same);
        await Should.ThrowAsync<UnauthorizedAccessException>(() => LinkAsync(Staff.Directory.Somebody(Role.Auditor), entry, null));
        portal.Clock.Advance(TimeSpan.FromMinutes(5));
        await Should.ThrowAsync<StepUpRequiredException>(() => LinkAsync(administrator, entry, null));
    }

    private async Task<StaffOutcome> LinkAsync(Actor actor, Guid entry, Guid? practitioner) =>
        (await portal.Get<LinkPractitioner>().ForAsync(actor, entry, practitioner, default)).Outcome;

    private async Task<IReadOnlyList<Portal.Kernel.AccountId>> AccountsAsync(Guid key)
    {
        await using var db = portal.Open();
        return (await portal.Get<StaffLookup>().AccountsOfPractitionersAsync(db, [key], default)).GetValueOrDefault(key) ?? [];
    }
}
