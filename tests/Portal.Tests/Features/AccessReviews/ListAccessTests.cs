using FluentValidation;
using Portal.Features.AccessReviews;
using Portal.Features.Identity;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.AccessReviews;

[Trait("Norm", "164.308(a)(4)(ii)(C)")]
public sealed class ListAccessTests(PortalFixture portal) : IClassFixture<PortalFixture>, IDisposable
{
    private readonly AccessHouse house = new(portal);
    private readonly string path = Path.Combine(Path.GetTempPath(), $"portal-access-{Guid.NewGuid():N}.csv");

    public void Dispose() => File.Delete(path);

    [Fact]
    public async Task Everybody_with_access_by_role_in_a_file_for_its_owner_alone_and_an_entry_says_so()
    {
        await portal.Get<CreateAccount>().ForAsync(
            Identity.People.Job, new NewAccount($"{Guid.NewGuid():N}@people.example", "=HYPERLINK(1)", Identity.People.Password, Role.BillingClerk, null), default);
        var (administrator, nurse, left) = (await house.People.NewAsync(Role.Administrator), await house.People.NewAsync(Role.Nurse), await house.People.NewAsync(Role.Nurse));
        await house.People.DisableAsync(left.Id);
        await house.People.NewAsync(Role.Patient);

        var people = await portal.Get<ListAccess>().ForAsync(Actor.System("access-review"), path, default);

        var lines = (await File.ReadAllLinesAsync(path)).Skip(1).ToList();
        lines.Count.ShouldBe(people);
        lines.ShouldContain(line => line.Contains(nurse.Id.ToString(), StringComparison.Ordinal) && line.StartsWith("\"Nurse\"", StringComparison.Ordinal));
        lines.ShouldContain(line => line.Contains("\"'=HYPERLINK(1)\"", StringComparison.Ordinal));
        lines.ShouldNotContain(line => line.Contains(administrator.Id.ToString(), StringComparison.Ordinal) || line.Contains(left.Id.ToString(), StringComparison.Ordinal));
        lines.ShouldNotContain(line => line.StartsWith("\"Patient\"", StringComparison.Ordinal));
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        (await house.People.EntriesAsync(e => e is { Resource: AuditResource.AccessReview, Action: AuditAction.Export })).ShouldContain(e => e.Reason == "access-listed" && e.Job == "access-review");
    }

    [Fact]
    public async Task A_file_that_is_there_stays_as_it_is()
    {
        await File.WriteAllTextAsync(path, "mine");
        await Should.ThrowAsync<IOException>(() => portal.Get<ListAccess>().ForAsync(Actor.System("access-review"), path, default));
        (await File.ReadAllTextAsync(path)).ShouldBe("mine");
    }

    [Fact]
    public async Task It_is_the_command_lines()
    {
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<ListAccess>().ForAsync(AccessHouse.Somebody(Role.ComplianceOfficer), path, default));
        await Should.ThrowAsync<ValidationException>(() => portal.Get<ListAccess>().ForAsync(Actor.System("access-review"), "", default));
    }
}
