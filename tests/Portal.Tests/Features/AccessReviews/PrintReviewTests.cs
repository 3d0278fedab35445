using Portal.Features.AccessReviews;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.AccessReviews;

public sealed class PrintReviewTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly AccessHouse house = new(portal);

    [Fact]
    public async Task All_lines_stand_on_the_sheet_and_an_entry_says_that_it_was_made()
    {
        var (officer, _, nurse, review, _) = await house.RunningAsync();
        var sheet = (await portal.Get<PrintReview>().ForAsync(officer, review, default))!;
        sheet.Lines.Items.ShouldHaveSingleItem().Person.Id.ShouldBe(nurse.Id);
        (await house.EntriesAsync(review)).ShouldContain((AuditAction.Print, AuditOutcome.Allowed, null));
        (await portal.Get<PrintReview>().ForAsync(officer, Guid.NewGuid(), default)).ShouldBeNull();
        foreach (var role in new[] { Role.Clinician, Role.Administrator, Role.Patient })
        {
            await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<PrintReview>().ForAsync(AccessHouse.Somebody(role), review, default));
        }
    }
}
