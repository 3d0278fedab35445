using System.Text;
using Portal.Features.Staff;
using Portal.Features.Staff.Import;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Staff;

public sealed class ExportStaffTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Directory directory = new(portal);

    [Fact]
    [Trait("Norm", "ASVS 1.2.10")]
    public async Task The_file_runs_nothing_in_a_spreadsheet_and_brings_back_the_same()
    {
        var administrator = await directory.Invited.AdministratorAsync();
        var boss = await directory.AddAsync(administrator, directory.Somebody("=HYPERLINK(\"x\")") with { Number = "X1", Phone = "+1 555 0100" });
        await directory.AddAsync(administrator, directory.Somebody("Ada, \"the\" Quist", boss) with { Number = "X2", Team = "@home", EmployedTo = Directory.Today });

        var file = await portal.Get<ExportStaff>().ForAsync(administrator, default);

        Encoding.UTF8.GetString(file).ShouldContain("\"'=HYPERLINK(\"\"x\"\")\"");
        var id = await portal.Get<BeginStaffImport>().ForAsync(administrator, file, default);
        var view = (await portal.Get<OpenStaffImport>().ForAsync(administrator, id, default))!;
        view.Lines.Select(line => line.Kind).Distinct().ShouldBe([StaffLineKind.Unchanged]);
        view.Lines.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(Role.Auditor, true)]
    [InlineData(Role.Clinician, false)]
    public async Task Who_may_look_may_take_it_along_and_that_is_an_entry(Role role, bool may)
    {
        var actor = Directory.Somebody(role);
        Task export = may ? portal.Get<ExportStaff>().ForAsync(actor, default) : Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<ExportStaff>().ForAsync(actor, default));
        await export;
        (await directory.People.EntriesAsync(e => e.Account == actor.Account)).ShouldHaveSingleItem().Action.ShouldBe(AuditAction.Export);
    }
}
