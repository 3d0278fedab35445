using Portal.Features.AuditTrail;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data;
using Portal.Tests.Features.Patients;

namespace Portal.Tests.Features.AuditTrail;

public sealed class OpenAuditEntryTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task An_entry_comes_whole_and_its_reading_is_an_entry_that_names_its_patients()
    {
        var officer = People.In(Role.ComplianceOfficer);
        var entries = new AuditEntries(portal);
        await entries.AddAsync(40, TimeSpan.FromMilliseconds(0.4));
        var written = entries.All.First(entry => entry is { Patients.Count: > 1, Grant: not null });

        var read = (await portal.Get<OpenAuditEntry>().ForAsync(officer, written.Id, default)).ShouldNotBeNull();

        (read.Id, read.At, read.Role, read.Person, read.Session).ShouldBe((written.Id, written.At, written.Role, written.Account, written.Session));
        (read.Action, read.Resource, read.Data, read.Purpose, read.Grant, read.Outcome).ShouldBe(
            (written.Action, written.Resource, written.Categories, written.Purpose, written.Grant, written.Outcome));
        (read.Address, read.Node, read.IsAltered).ShouldBe((written.Ip!.ToString(), written.Node, false));
        read.Patients.ShouldBe(written.Patients, ignoreOrder: true);
        portal.Clock.Advance(TimeSpan.FromSeconds(1));
        var reading = (await portal.Get<SearchAudit>().ForAsync(officer, new() { Person = officer.Account, Action = AuditAction.Read }, default)).Items.ShouldHaveSingleItem();
        (reading.Resource, reading.ResourceId).ShouldBe((AuditResource.AuditLog, written.Id.Value));
        reading.Patients.ShouldBe(written.Patients, ignoreOrder: true);
    }

    [Fact]
    [Trait("Norm", "164.312(c)")]
    public async Task An_entry_that_was_edited_behind_the_portals_back_says_so()
    {
        var entries = new AuditEntries(portal);
        await entries.AddAsync(1, TimeSpan.FromSeconds(1));
        var id = entries.All[0].Id;
        await portal.Database.AsSuperuserAsync("UPDATE audit.entries SET role = 1 WHERE id = $1", id.Value);

        (await portal.Get<OpenAuditEntry>().ForAsync(People.In(Role.Auditor), id, default)).ShouldNotBeNull().IsAltered.ShouldBeTrue();
    }

    [Fact]
    public async Task An_id_of_nothing_opens_nothing()
    {
        (await portal.Get<OpenAuditEntry>().ForAsync(People.In(Role.Auditor), new EntryId(Guid.NewGuid()), default)).ShouldBeNull();
        (await portal.Get<OpenAuditEntry>().ForAsync(People.In(Role.Auditor), EntryId.New(portal.Clock.GetUtcNow()), default)).ShouldBeNull();
    }

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task Who_may_not_read_the_log_is_refused_and_the_try_is_an_entry()
    {
        var administrator = People.In(Role.Administrator);
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<OpenAuditEntry>().ForAsync(administrator, EntryId.New(portal.Clock.GetUtcNow()), default));
        portal.Clock.Advance(TimeSpan.FromSeconds(1));

        var found = await portal.Get<SearchAudit>().ForAsync(People.In(Role.Auditor), new() { Person = administrator.Account }, default);
        found.Items.ShouldHaveSingleItem().Outcome.ShouldBe(AuditOutcome.Denied);
    }
}
