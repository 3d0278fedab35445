using Microsoft.EntityFrameworkCore;
using Portal.Data.Findings;
using Portal.Features.Staff;
using Portal.Kernel.Access;
using Portal.Kernel.Findings;
using Portal.Kernel.Notices;

namespace Portal.Tests.Features.Staff;

[Trait("Norm", "164.308(a)(3)(ii)(C)")]
public sealed class LeftStaffJobTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Directory directory = new(portal);

    [Fact]
    public async Task Who_left_with_an_open_account_is_found_once_and_administrators_are_told_until_it_is_closed()
    {
        var administrator = await directory.Invited.AdministratorAsync();
        var nurse = await directory.People.NewAsync(Role.Nurse);
        var entry = await directory.AddAsync(administrator, directory.Somebody() with { EmployedTo = Directory.Today });
        await directory.LinkAsync(administrator, entry, nurse.Id);
        (await portal.Get<LeftStaffJob>().FindAsync(default)).ShouldBe(0); // the last day is a day of work

        portal.Clock.Advance(TimeSpan.FromDays(1));
        (await portal.Get<LeftStaffJob>().FindAsync(default)).ShouldBe(1);
        await portal.Get<LeftStaffJob>().FindAsync(default);

        await using var db = portal.Open();
        var finding = (await db.Set<Finding>().Where(f => f.Kind == FindingKind.LeftWithAccount).ToListAsync()).ShouldHaveSingleItem();
        (finding.Account, finding.Severity).ShouldBe((nurse.Id, FindingSeverity.High));
        (await directory.People.NoticesAsync(administrator.Account!.Value, NoticeKind.LeftWithAccount)).ShouldHaveSingleItem();

        await directory.People.DisableAsync(nurse.Id);
        (await portal.Get<LeftStaffJob>().FindAsync(default)).ShouldBe(0);
    }
}
