using Portal.Features.Staff.Import;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.Staff;

public sealed class DropStaffImportTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Directory directory = new(portal);

    [Fact]
    public async Task The_own_file_is_forgotten_once_and_nobody_elses()
    {
        var (administrator, other) = (await directory.Invited.AdministratorAsync(), await directory.Invited.AdministratorAsync());
        var id = await portal.Get<BeginStaffImport>().ForAsync(administrator, "a,b"u8.ToArray(), default);
        var drop = portal.Get<DropStaffImport>();
        (await drop.ForAsync(other, id, default)).ShouldBeFalse();
        (await drop.ForAsync(administrator, id, default)).ShouldBeTrue();
        (await drop.ForAsync(administrator, id, default)).ShouldBeFalse();
        await Should.ThrowAsync<UnauthorizedAccessException>(() => drop.ForAsync(Directory.Somebody(Role.Auditor), id, default));
    }
}
