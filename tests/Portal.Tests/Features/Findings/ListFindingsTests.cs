using FluentValidation;
using Portal.Features.Findings;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Findings;
using Portal.Tests.Features.Patients;

namespace Portal.Tests.Features.Findings;

public sealed class ListFindingsTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Actor auditor = People.In(Role.Auditor);
    private readonly FindingRows rows = new(portal);

    [Fact]
    public async Task Open_ones_come_first_the_soonest_due_on_top_then_the_latest_reviewed_and_pages_join_without_a_gap()
    {
        await rows.EmptyAsync();
        var expected = await ManyAsync();

        var found = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = (await ListAsync(new() { State = null, Cursor = cursor })).Page;
            found.AddRange(page.Items.Select(item => item.Id));
            cursor = page.Next;
        }
        while (cursor is not null);

        found.ShouldBe(expected);
    }

    [Fact]
    public async Task Filters_and_counts_know_kind_state_and_age()
    {
        await rows.EmptyAsync();
        var old = await rows.RaiseAsync(FindingKind.Export, severity: FindingSeverity.High);
        portal.Clock.Advance(TimeSpan.FromDays(40));
        var fresh = await rows.RaiseAsync(FindingKind.OffHours);

        (await IdsAsync(new() { Kind = FindingKind.Export })).ShouldBe([old.Id]);
        (await IdsAsync(new() { Age = FindingAge.Overdue })).ShouldBe([old.Id]);
        (await IdsAsync(new() { Age = FindingAge.Old })).ShouldBe([old.Id]);
        (await IdsAsync(new() { Age = FindingAge.Week })).ShouldBe([fresh.Id]);
        (await IdsAsync(new() { State = FindingState.Reviewed })).ShouldBeEmpty();
        (await ListAsync(new())).Counts.ShouldBe(new FindingCounts(2, 1));
        (await ListAsync(new())).Page.Items.Select(item => item.IsOverdue).ShouldBe([true, false]);
    }

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task Looking_is_an_entry_and_who_may_not_is_refused_with_one()
    {
        var clerk = People.In(Role.BillingClerk);
        await ListAsync(new());

        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<ListFindings>().ForAsync(clerk, new(), default));
        await Should.ThrowAsync<ValidationException>(() => ListAsync(new() { Cursor = "oops" }));

        (await EntriesAsync(auditor)).First().Outcome.ShouldBe(AuditOutcome.Allowed);
        (await EntriesAsync(clerk)).ShouldHaveSingleItem().Outcome.ShouldBe(AuditOutcome.Denied);
    }

    private async Task<List<Guid>> ManyAsync()
    {
        var (open, reviewed) = (new List<Guid>(), new List<Guid>());
        for (var number = 0; number < 40; number++)
        {
            portal.Clock.Advance(TimeSpan.FromMinutes(number % 3)); // some at the same time
            var finding = await rows.RaiseAsync();
            if (number % 4 == 0)
            {
                await portal.Get<ReviewFinding>().ForAsync(People.In(Role.ComplianceOfficer), new(finding.Id, 1, FindingOutcome.Explained, "why"), default);
                reviewed.Insert(0, finding.Id);
            }
            else
            {
                open.Add(finding.Id);
            }
        }

        var due = open.Select((id, _) => rows.RowAsync(id).Result).OrderBy(row => row.DueAt).ThenBy(row => row.Id.ToString(), StringComparer.Ordinal).Select(row => row.Id);
        var done = reviewed.Select(id => rows.RowAsync(id).Result).OrderByDescending(row => row.ReviewedAt).ThenByDescending(row => row.Id.ToString(), StringComparer.Ordinal).Select(row => row.Id);
        return [.. due, .. done];
    }

    private Task<FindingsFound> ListAsync(FindingQuery query) => portal.Get<ListFindings>().ForAsync(auditor, query, default);

    private async Task<IEnumerable<Guid>> IdsAsync(FindingQuery query) => (await ListAsync(query)).Page.Items.Select(item => item.Id);

    private Task<IReadOnlyList<AuditEntry>> EntriesAsync(Actor actor) =>
        new Identity.People(portal).EntriesAsync(e => e.Resource == AuditResource.Finding && e.Account == actor.Account);
}
