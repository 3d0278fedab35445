using FluentValidation;
using Portal.Features.Findings;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;
using Portal.Kernel.Findings;
using Portal.Tests.Data;
using Portal.Tests.Features.Patients;

namespace Portal.Tests.Features.Findings;

[Trait("Norm", "164.308(a)(1)(ii)(D)")]
public sealed class ReviewFindingTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private const string Note = "She was on duty.";

    private readonly Actor officer = People.In(Role.ComplianceOfficer);
    private readonly FindingRows rows = new(portal);

    [Fact]
    public async Task A_review_keeps_who_when_what_and_an_encrypted_note_and_is_an_entry()
    {
        var finding = await rows.RaiseAsync();

        (await ReviewAsync(officer, finding.Id)).ShouldBe(ReviewResult.Done);

        var row = await rows.RowAsync(finding.Id);
        (row.State, row.Outcome, row.ReviewedBy, row.ReviewedAt).ShouldBe((FindingState.Reviewed, FindingOutcome.Explained, officer.Account, portal.Clock.GetUtcNow()));
        row.OpenKey.ShouldBeNull();
        row.Note!.Open(portal.Get<KeyRing>().Of(KeyUse.Reviews)).ValueOrDefault.ShouldBe(Note);
        (await portal.Database.RunAsync(Portal.Data.Postgres.Embedded.DatabaseRole.Superuser, "SELECT position($2::bytea IN note) FROM review.findings WHERE id = $1", finding.Id, "duty"u8.ToArray()))
            .ShouldBe(0);
        (await EntriesAsync(finding.Id, officer)).ShouldHaveSingleItem().Reason.ShouldBe("reviewed: Explained");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nobody_reviews_what_is_about_the_own_doing(bool isNamed)
    {
        var entry = await rows.EntryAsync(officer, PatientId.New());
        var finding = await rows.RaiseAsync(account: isNamed ? officer.Account : null, entries: isNamed ? [] : [entry.Id.Value]);

        (await ReviewAsync(officer, finding.Id)).ShouldBe(ReviewResult.Own);

        (await rows.RowAsync(finding.Id)).State.ShouldBe(FindingState.Open);
        (await EntriesAsync(finding.Id, officer)).ShouldHaveSingleItem().Outcome.ShouldBe(AuditOutcome.Denied);
        (await ReviewAsync(People.In(Role.ComplianceOfficer), finding.Id)).ShouldBe(ReviewResult.Done);
    }

    [Fact]
    public async Task Of_two_who_review_the_same_one_is_told_that_it_changed()
    {
        var finding = await rows.RaiseAsync();
        var others = Enumerable.Range(0, 6).Select(_ => ReviewAsync(People.In(Role.ComplianceOfficer), finding.Id));

        var results = await Task.WhenAll(others);

        results.Count(result => result == ReviewResult.Done).ShouldBe(1);
        results.Count(result => result == ReviewResult.Changed).ShouldBe(5);
    }

    [Fact]
    public async Task Who_saw_an_older_state_of_it_is_told()
    {
        var finding = await rows.RaiseAsync();

        (await portal.Get<ReviewFinding>().ForAsync(officer, new(finding.Id, finding.Version + 1, FindingOutcome.Explained, Note), default)).ShouldBe(ReviewResult.Changed);
    }

    [Fact]
    public async Task Auditors_read_and_do_not_decide()
    {
        var finding = await rows.RaiseAsync();

        await Should.ThrowAsync<UnauthorizedAccessException>(() => ReviewAsync(People.In(Role.Auditor), finding.Id));

        (await rows.RowAsync(finding.Id)).State.ShouldBe(FindingState.Open);
    }

    [Fact]
    public async Task An_outcome_and_a_reason_are_needed()
    {
        var finding = await rows.RaiseAsync();
        var review = portal.Get<ReviewFinding>();

        await Should.ThrowAsync<ValidationException>(() => review.ForAsync(officer, new(finding.Id, 1, 0, Note), default));
        await Should.ThrowAsync<ValidationException>(() => review.ForAsync(officer, new(finding.Id, 1, FindingOutcome.Explained, " "), default));
        await Should.ThrowAsync<ValidationException>(() => review.ForAsync(officer, new(finding.Id, 1, FindingOutcome.Explained, new('x', 4001)), default));
    }

    private Task<ReviewResult> ReviewAsync(Actor actor, Guid finding) =>
        portal.Get<ReviewFinding>().ForAsync(actor, new(finding, 1, FindingOutcome.Explained, Note), default);

    private Task<IReadOnlyList<AuditEntry>> EntriesAsync(Guid finding, Actor actor) =>
        new Identity.People(portal).EntriesAsync(e => e.ResourceId == finding && e.Account == actor.Account);
}
