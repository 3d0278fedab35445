using Portal.Data.Postgres.Embedded;
using Portal.Features.BreakGlass;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data;

namespace Portal.Tests.Features.BreakGlass;

public sealed class ListOwnEmergencyAccessTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Glass glass = new(portal);

    [Fact]
    [Trait("Norm", "164.502(b), .514(d)")]
    public async Task Own_grants_come_newest_first_masked_and_in_an_entry_that_names_their_patients()
    {
        var (actor, first, one) = await glass.BrokenAsync();
        await portal.Get<GiveBackEmergencyAccess>().ForAsync(actor, first, one, default);
        portal.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await glass.PatientAsync();
        var two = (await glass.TakeAsync(actor, second, GlassReason.Other)).Grant!.Value;
        await glass.BrokenAsync(); // a colleague's

        var own = await ListAsync(actor);

        own.Select(item => (item.Id, item.Reason, item.IsOpen, item.Ended, item.Review)).ShouldBe(
            [(two, GlassReason.Other, true, GlassEnd.None, GlassReview.Due), (one, GlassReason.Emergency, false, GlassEnd.GivenBack, GlassReview.Due)]);
        own.ShouldAllBe(item => item.Patient!.Initials.ValueOrDefault == "Z. M." && item.Patient.MrnEnd.ValueOrDefault == "11");
        var entry = (await glass.EntriesAsync(second)).Single(entry => entry.Action == AuditAction.Search);
        (entry.Resource, entry.Reason, entry.Patients.Count).ShouldBe((AuditResource.EmergencyAccess, "own-grants", 2));
    }

    [Fact]
    public async Task One_that_is_over_says_so_before_anybody_wrote_it_down_and_one_that_was_altered_is_not_open()
    {
        var (actor, _, grant) = await glass.BrokenAsync();
        portal.Clock.Advance(TimeSpan.FromMinutes(60));
        var over = (await ListAsync(actor)).Single();
        (over.IsOpen, over.Ended, over.EndedAt).ShouldBe((false, GlassEnd.Expired, null));
        await portal.Database.RunAsync(DatabaseRole.Owner, "UPDATE care.grants SET until = until + interval '1 hour' WHERE id = $1", grant);
        var altered = (await ListAsync(actor)).Single();
        (altered.IsOpen, altered.Ended, altered.Review).ShouldBe((false, GlassEnd.None, GlassReview.None));
    }

    [Theory]
    [InlineData(Role.Administrator)]
    [InlineData(Role.ComplianceOfficer)]
    [InlineData(Role.Patient)]
    public async Task Nobody_else_has_any(Role role) =>
        (await ListAsync(Actor.Person(AccountId.New(), role, SessionId.New(), Origin.Local))).ShouldBeEmpty();

    private Task<IReadOnlyList<OwnGrant>> ListAsync(Actor actor) => portal.Get<ListOwnEmergencyAccess>().ForAsync(actor, default);
}
