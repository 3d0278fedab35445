using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Findings;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Findings;

namespace Portal.Tests.Data.Findings;

[Trait("Norm", "164.308(a)(1)(ii)(D)")]
public sealed class FindingLogTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private static readonly Actor Job = Actor.System("review");

    private readonly string key = Guid.NewGuid().ToString();

    [Fact]
    public async Task The_same_is_open_once_whichever_of_two_nodes_raises_it()
    {
        await using var second = await SecondPortal.OpenAsync(portal);
        var logs = new[] { portal.Get<FindingLog>(), second.Get<FindingLog>() };

        var raised = await Task.WhenAll(Enumerable.Range(0, 12).Select(turn => logs[turn % 2].RaiseAsync(Job, New(), default)));

        raised.Count(isNew => isNew).ShouldBe(1);
        (await RowsAsync()).ShouldHaveSingleItem().State.ShouldBe(FindingState.Open);
    }

    [Fact]
    public async Task Another_sight_of_what_is_open_is_counted_with_its_entries()
    {
        var (first, again) = (Guid.NewGuid(), Guid.NewGuid());
        (await RaiseAsync(New() with { Entries = [first] })).ShouldBeTrue();

        (await RaiseAsync(New() with { Entries = [first, again] })).ShouldBeFalse();
        (await RaiseAsync(New() with { Entries = [again] })).ShouldBeFalse();

        var row = (await RowsAsync()).ShouldHaveSingleItem();
        (row.Times, row.Version).ShouldBe((2, 2));
        row.Entries.ShouldBe([first, again]);
    }

    [Fact]
    public async Task What_was_reviewed_is_raised_again_when_it_happens_again()
    {
        await RaiseAsync(New());
        await ReviewAsync(FindingOutcome.Explained);

        (await RaiseAsync(New())).ShouldBeTrue();

        (await RowsAsync()).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(FindingOutcome.Explained, 10, false)]
    [InlineData(FindingOutcome.FalseAlarm, 10, false)]
    [InlineData(FindingOutcome.Explained, 40, true)]
    [InlineData(FindingOutcome.IncidentSuspected, 10, true)]
    public async Task What_was_explained_rests_for_a_while(FindingOutcome outcome, int daysLater, bool isRaised)
    {
        var resting = New() with { ExplainedFor = TimeSpan.FromDays(30) };
        await RaiseAsync(resting);
        await ReviewAsync(outcome);
        portal.Clock.Advance(TimeSpan.FromDays(daysLater));

        (await RaiseAsync(resting)).ShouldBe(isRaised);
    }

    [Fact]
    public async Task What_comes_once_is_never_raised_again()
    {
        await RaiseAsync(New() with { IsOnce = true });
        await ReviewAsync(FindingOutcome.FollowUp);
        portal.Clock.Advance(TimeSpan.FromDays(400));

        (await RaiseAsync(New() with { IsOnce = true })).ShouldBeFalse();
    }

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task Raising_is_an_entry_that_names_the_patient_by_the_token()
    {
        var patient = PatientId.New();
        await RaiseAsync(New() with { Patient = patient });
        var row = (await RowsAsync()).ShouldHaveSingleItem();

        var entry = await EntryAsync(row.Id);

        (entry.Job, entry.Action, entry.Outcome, entry.Reason).ShouldBe(("review", AuditAction.Create, AuditOutcome.Allowed, nameof(FindingKind.SameSurname)));
        entry.Patients.ShouldBe([patient]);
        row.DueAt.ShouldBe(row.RaisedAt.AddDays(14));
    }

    private NewFinding New() => new(FindingKind.SameSurname, key);

    private Task<bool> RaiseAsync(NewFinding what) => portal.Get<FindingLog>().RaiseAsync(Job, what, default);

    private async Task ReviewAsync(FindingOutcome outcome)
    {
        await using var db = portal.Open();
        var row = await db.Set<Finding>().SingleAsync(f => f.Key == key && f.State == FindingState.Open);
        (row.State, row.Outcome, row.ReviewedAt, row.OpenKey) = (FindingState.Reviewed, outcome, portal.Clock.GetUtcNow(), null);
        await db.SaveChangesAsync();
    }

    private async Task<List<Finding>> RowsAsync()
    {
        await using var db = portal.Open();
        return await db.Set<Finding>().AsNoTracking().Where(f => f.Key == key).ToListAsync();
    }

    private async Task<AuditEntry> EntryAsync(Guid finding)
    {
        await foreach (var row in portal.Get<PortalDatabase>().Audit.ReadAllAsync(default))
        {
            if (row.Entry.ResourceId == finding)
            {
                return row.Entry;
            }
        }

        throw new InvalidOperationException("There is no entry.");
    }
}
