using System.Buffers.Text;
using System.Security.Cryptography;
using Npgsql;
using Portal.Data.Postgres.Embedded;
using Portal.Features.AccessReviews;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data;

namespace Portal.Tests.Features.AccessReviews;

[Trait("Norm", "164.308(a)(4)(ii)(C)")]
public sealed class SignReviewTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly AccessHouse house = new(portal);

    [Fact]
    public async Task The_entry_of_the_signature_holds_the_hash_of_the_file()
    {
        var (officer, manager, _, review, line) = await house.RunningAsync();
        await house.KeepAsync(manager, line.Id);

        (await house.SignAsync(officer, review)).ShouldBe(ReviewOutcome.Done);

        var campaign = await house.CampaignAsync(review);
        (campaign.State, campaign.SignedBy, campaign.SignedAt, campaign.OpenKey).ShouldBe((ReviewState.Signed, officer.Account, portal.Clock.GetUtcNow(), null));
        var entry = (await house.People.EntriesAsync(e => e.Id.Value == campaign.SignEntry)).ShouldHaveSingleItem();
        entry.Reason.ShouldBe($"review-signed:{Base64Url.EncodeToString(campaign.Hash)}");
        entry.Reason!.Length.ShouldBeLessThanOrEqualTo(64);
        var csv = (await portal.Get<ReviewPackage>().CsvAsync(campaign, default))!;
        SHA256.HashData(csv).ShouldBe(campaign.Hash);
        (await house.SignAsync(officer, review)).ShouldBe(ReviewOutcome.Frozen);
    }

    [Fact]
    public async Task The_database_itself_refuses_every_change_of_what_is_signed()
    {
        var (officer, manager, _, review, line) = await house.RunningAsync();
        await house.KeepAsync(manager, line.Id);
        // The same statements are taken before the signature: a trigger that was not there would be found.
        string[] changes =
        [
            "UPDATE review.campaigns SET steps = steps WHERE id = $1", "UPDATE review.campaign_lines SET version = version WHERE campaign_id = $1",
            "INSERT INTO review.campaign_lines SELECT (jsonb_populate_record(l, jsonb_build_object('id', gen_random_uuid(), 'number', 99 + l.number))).* FROM review.campaign_lines l WHERE campaign_id = $1 AND number < 99",
        ];
        foreach (var sql in changes)
        {
            await portal.Database.RunAsync(DatabaseRole.App, sql, review);
        }

        (await house.SignAsync(officer, review)).ShouldBe(ReviewOutcome.Done);

        foreach (var sql in changes)
        {
            foreach (var role in new[] { DatabaseRole.App, DatabaseRole.Owner })
            {
                (await Should.ThrowAsync<PostgresException>(() => portal.Database.RunAsync(role, sql, review), $"{role}: {sql}")).SqlState.ShouldBe("55000", sql);
            }
        }

        foreach (var table in new[] { "campaigns WHERE id", "campaign_lines WHERE campaign_id" })
        {
            (await Should.ThrowAsync<PostgresException>(() => portal.Database.RunAsync(DatabaseRole.Owner, $"DELETE FROM review.{table} = $1", review))).SqlState.ShouldBe("55000");
            (await Should.ThrowAsync<PostgresException>(() => portal.Database.RunAsync(DatabaseRole.App, $"DELETE FROM review.{table} = $1", review))).SqlState.ShouldBe("42501");
        }
    }

    [Fact]
    public async Task What_is_not_decided_is_not_signed_before_its_time_and_is_after_it()
    {
        var (officer, _, _, review, _) = await house.RunningAsync(days: 3);
        (await house.SignAsync(officer, review)).ShouldBe(ReviewOutcome.NotEnded);
        (await house.EntriesAsync(review)).ShouldContain((AuditAction.Update, AuditOutcome.Denied, "access-NotEnded"));
        portal.Clock.Advance(TimeSpan.FromDays(4));
        await portal.Get<ReviewJob>().RunAsync(default);
        (await house.SignAsync(await house.OfficerAsync(), review)).ShouldBe(ReviewOutcome.Done);
    }

    [Fact]
    public async Task A_decision_that_comes_beside_the_signature_is_in_the_file_or_refused()
    {
        for (var round = 0; round < 5; round++)
        {
            var own = new AccessHouse(portal);
            var (officer, manager, nurse, review, line) = await own.RunningAsync(days: 3);
            await own.OnlyAsync(Role.Auditor);
            portal.Clock.Advance(TimeSpan.FromDays(4));
            await using var second = await SecondPortal.OpenAsync(
                portal, exchange: services => Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton(
                    services, ReviewSettings.Default with { Undecided = WhenUndecided.Escalate }));
            await second.Get<ReviewJob>().RunAsync(default);
            var signer = await own.OfficerAsync();
            var decision = own.KeepAsync(signer, line.Id, "Kept beside the signature.");
            var signature = own.SignAsync(await own.OfficerAsync(), review);
            await Task.WhenAll(decision, signature);

            (await signature).ShouldBe(ReviewOutcome.Done);
            var csv = System.Text.Encoding.UTF8.GetString((await portal.Get<ReviewPackage>().CsvAsync(await own.CampaignAsync(review), default))!);
            csv.Contains("Kept beside the signature.", StringComparison.Ordinal).ShouldBe((await decision).Kept == 1);
            ((await own.LineAsync(review, nurse.Id)).State == LineState.Kept).ShouldBe((await decision).Kept == 1);
            (officer, manager).ShouldNotBe((manager, officer));
        }
    }

    [Fact]
    public async Task It_wants_an_officer_and_a_factor_that_was_shown_just_now()
    {
        var (officer, manager, _, review, line) = await house.RunningAsync();
        await house.KeepAsync(manager, line.Id);
        await Should.ThrowAsync<UnauthorizedAccessException>(() => house.SignAsync(manager, review));
        var auditor = (await house.SignedInAsync(Role.Auditor)).Actor;
        await Should.ThrowAsync<UnauthorizedAccessException>(() => house.SignAsync(auditor, review));
        portal.Clock.Advance(TimeSpan.FromMinutes(6));
        await Should.ThrowAsync<StepUpRequiredException>(() => house.SignAsync(officer, review));
        (await house.CampaignAsync(review)).State.ShouldBe(ReviewState.Running);
        (await house.SignAsync(await house.OfficerAsync(), Guid.NewGuid())).ShouldBe(ReviewOutcome.NotFound);
    }

    [Fact]
    public async Task What_was_altered_past_the_portal_is_not_signed()
    {
        var (officer, manager, _, review, line) = await house.RunningAsync();
        await house.KeepAsync(manager, line.Id);
        await portal.Database.RunAsync(DatabaseRole.App, "UPDATE review.campaigns SET started_by = NULL WHERE id = $1", review);
        (await house.SignAsync(officer, review)).ShouldBe(ReviewOutcome.Altered);
    }
}
