using System.Text;
using Portal.Features.Staff.Import;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.Staff;

public sealed class OpenStaffImportTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Directory directory = new(portal);

    [Theory]
    [InlineData("staff number,name,department,first day\n", "no-lines")]
    [InlineData("staff number,name,department,first day,salary\n1,a,b,2020-01-01,9\n", "unknown-column")]
    [InlineData("staff number,name,name,department,first day\n1,a,a,b,2020-01-01\n", "column-twice")]
    [InlineData("staff number,name,department\n1,a,b\n", "missing-column")]
    public async Task A_file_that_says_nothing_or_something_else_is_told_and_does_nothing(string text, string fault)
    {
        var view = await PreviewAsync(Encoding.UTF8.GetBytes(text));
        (view.Fault, view.Lines.Count).ShouldBe((fault, 0));
    }

    [Fact]
    public async Task A_file_in_another_encoding_is_told() => (await PreviewAsync([0x6e, 0xe5, 0xff])).Fault.ShouldBe("encoding");

    [Fact]
    public async Task Heads_may_be_written_in_other_ways_and_a_damaged_entry_is_left_alone()
    {
        var administrator = await directory.Invited.AdministratorAsync();
        var id = await directory.AddAsync(administrator, directory.Somebody() with { Number = "H1" });
        await directory.TurnAsync(id, "Elsewhere");
        var view = await PreviewAsync("Staff_Number;NAME;Department;FirstDay\nH1;New;Board;2020-01-01\nH2;New;Board;2020-01-01\n"u8.ToArray());
        view.Lines.Select(line => (line.Kind, line.Refusal)).ShouldBe([(StaffLineKind.Refused, "damaged"), (StaffLineKind.New, null)]);
    }

    [Fact]
    public async Task It_wants_an_administrator() =>
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<OpenStaffImport>().ForAsync(Directory.Somebody(Role.Auditor), Guid.NewGuid(), default));

    private async Task<StaffImportView> PreviewAsync(byte[] content)
    {
        var administrator = await directory.Invited.AdministratorAsync();
        var id = await portal.Get<BeginStaffImport>().ForAsync(administrator, content, default);
        return (await portal.Get<OpenStaffImport>().ForAsync(administrator, id, default))!;
    }
}
