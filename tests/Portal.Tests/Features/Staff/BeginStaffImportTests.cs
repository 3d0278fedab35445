using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Features.Staff.Import;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.Staff;

public sealed class BeginStaffImportTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Directory directory = new(portal);

    [Fact]
    [Trait("Norm", "Art. 5(1)(e)")]
    public async Task A_newer_file_takes_the_place_of_an_older_one_and_a_day_later_it_is_forgotten()
    {
        var administrator = await directory.Invited.AdministratorAsync();
        var first = await BeginAsync(administrator, "a,b"u8.ToArray());
        var second = await BeginAsync(administrator, "a,b"u8.ToArray());
        var opener = portal.Get<OpenStaffImport>();
        (await opener.ForAsync(administrator, first, default)).ShouldBeNull();
        (await opener.ForAsync(administrator, second, default)).ShouldNotBeNull();
        portal.Clock.Advance(TimeSpan.FromDays(1));
        (await opener.ForAsync(administrator, second, default)).ShouldBeNull();
        await using var db = portal.Open();
        await portal.Get<StaffImports>().ForgetAsync(db, default);
        (await db.Set<StaffImport>().AnyAsync(i => i.Id == second)).ShouldBeFalse();
    }

    [Fact]
    public async Task It_wants_a_file_that_can_be_and_an_administrator()
    {
        var administrator = await directory.Invited.AdministratorAsync();
        await Should.ThrowAsync<ValidationException>(() => BeginAsync(administrator, []));
        await Should.ThrowAsync<ValidationException>(() => BeginAsync(administrator, new byte[StaffFile.MostBytes + 1]));
        await Should.ThrowAsync<UnauthorizedAccessException>(() => BeginAsync(Directory.Somebody(Role.Auditor), [1]));
    }

    private Task<Guid> BeginAsync(Actor actor, byte[] content) => portal.Get<BeginStaffImport>().ForAsync(actor, content, default);
}
