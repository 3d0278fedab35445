using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Identity;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Devices;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;
using Portal.Kernel.Crypto;
using Portal.Kernel.Notices;
using Portal.Tests.Data;
using Portal.Tests.Features.Identity.Recovery;

namespace Portal.Tests.Features.Identity;

[Trait("Norm", "ASVS 6.3.5")]
public sealed class KnownDevicesTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private const string Firefox = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0";

    private readonly People people = new(portal);

    [Fact]
    public async Task The_first_sign_in_is_no_news_the_same_browser_neither_and_another_one_is_told_with_its_name()
    {
        var person = await people.NewAsync();
        await SignInAsync(person, "one");
        await SignInAsync(person, "one");
        (await people.NoticesAsync(person.Id)).ShouldBeEmpty();
        await SignInAsync(person, "two");
        var told = (await people.NoticesAsync(person.Id)).ShouldHaveSingleItem();
        (told.Kind, told.Detail!.Open(portal.Get<KeyRing>().Of(KeyUse.Accounts)).ValueOrDefault).ShouldBe((NoticeKind.NewDevice, "Firefox, Windows"));
        await SignInAsync(person, "two");
        await SignInAsync(person, "one");
        (await people.NoticesAsync(person.Id)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_browser_that_another_account_uses_is_new_to_this_one_and_no_row_tells_that_they_share_it()
    {
        var (one, two) = (await people.NewAsync(), await people.NewAsync());
        await SignInAsync(one, "shared");
        await SignInAsync(two, "own");
        await SignInAsync(two, "shared");
        (await people.NoticesAsync(two.Id)).ShouldHaveSingleItem();
        await using var db = portal.Open();
        var hashes = await db.Set<KnownDevice>().Where(d => d.AccountId == one.Id.Value || d.AccountId == two.Id.Value).Select(d => d.TokenHash).ToListAsync();
        hashes.Select(Convert.ToHexString).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task A_browser_that_gives_no_token_and_one_not_seen_for_long_are_new()
    {
        var person = await people.NewAsync();
        await SignInAsync(person, "old");
        await SignInAsync(person, null);
        (await people.NoticesAsync(person.Id)).Count.ShouldBe(1);
        portal.Clock.Advance(KnownDevices.Kept + TimeSpan.FromDays(2));
        await SignInAsync(person, "old");
        (await people.NoticesAsync(person.Id)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_sign_in_at_the_moment_of_another_one_with_the_same_new_browser_goes_on_and_tells_nothing_twice()
    {
        var person = await people.NewAsync();
        await SignInAsync(person, "one");
        await using var db = portal.Open();
        var row = await db.Set<KnownDevice>().AsNoTracking().SingleAsync(d => d.AccountId == person.Id.Value);
        await db.Set<KnownDevice>().Where(d => d.AccountId == person.Id.Value).ExecuteDeleteAsync();
        await using var connection = await portal.Database.OpenAsync(DatabaseRole.App);
        await using var other = await connection.BeginTransactionAsync();
        await Attack.RunAsync(connection, "INSERT INTO identity.devices (account_id, token_hash, last_seen_at) VALUES ($1, $2, $3)", row.AccountId, row.TokenHash, row.LastSeenAt);

        var signingIn = SignInAsync(person, "one");
        await portal.Database.UntilSomebodyWaitsAsync(signingIn);
        await other.CommitAsync();

        await signingIn;
        (await DevicesAsync(person)).ShouldBe(1);
        (await people.NoticesAsync(person.Id)).ShouldBeEmpty("the other one tells of it");
    }

    [Fact]
    public async Task After_the_sessions_of_long_ago_are_deleted_a_new_browser_is_still_told()
    {
        var person = await people.NewAsync();
        await SignInAsync(person, "one");
        portal.Clock.Advance(SessionsJob.Kept + TimeSpan.FromDays(1));
        (await portal.Get<SessionsJob>().PurgeAsync(default)).ShouldBeGreaterThan(0);
        await SignInAsync(person, "another");
        (await people.NoticesAsync(person.Id)).ShouldHaveSingleItem().Kind.ShouldBe(NoticeKind.NewDevice);
    }

    [Fact]
    public async Task A_recovery_forgets_the_browsers_that_were_known()
    {
        var recoveries = new Recoveries(portal);
        var (_, other, person, _, row) = await recoveries.WaitingAsync();
        await SignInAsync(person, "perhaps a thief's");
        (await DevicesAsync(person)).ShouldBeGreaterThan(0);
        var before = (await people.NoticesAsync(person.Id)).Count(n => n.Kind == NoticeKind.NewDevice);
        var link = (await recoveries.ConfirmAsync(other, row.Id)).Link!;
        (await DevicesAsync(person)).ShouldBe(0);

        await recoveries.EnrolAsync((await recoveries.UseAsync(link.Token)).Next!);
        (await people.NoticesAsync(person.Id)).Count(n => n.Kind == NoticeKind.NewDevice).ShouldBe(before + 1, "the person reads with which browser the account was set up anew");
    }

    [Fact]
    public async Task After_a_recovery_a_browser_is_told_although_the_sessions_of_long_ago_are_deleted()
    {
        var recoveries = new Recoveries(portal);
        var (_, _, person, _, _) = await recoveries.WaitingAsync();
        portal.Clock.Advance(SessionsJob.Kept + TimeSpan.FromDays(1));
        await portal.Get<SessionsJob>().PurgeAsync(default);
        var (asker, other) = (await recoveries.Invited.AdministratorAsync(), await recoveries.Invited.AdministratorAsync());
        await recoveries.OpenAsync(asker, person);
        var link = (await recoveries.ConfirmAsync(other, (await recoveries.RowOfAsync(person)).Id)).Link!;
        await recoveries.EnrolAsync((await recoveries.UseAsync(link.Token)).Next!);
        (await people.NoticesAsync(person.Id)).ShouldContain(n => n.Kind == NoticeKind.NewDevice);
    }

    [Fact]
    public async Task Somebody_who_comes_back_after_years_is_told()
    {
        var person = await people.NewAsync();
        await SignInAsync(person, "one");
        portal.Clock.Advance(KnownDevices.Kept - TimeSpan.FromDays(1));
        await portal.Get<SessionsJob>().PurgeAsync(default);
        (await DevicesAsync(person)).ShouldBe(1);
        portal.Clock.Advance(TimeSpan.FromDays(3));
        await portal.Get<SessionsJob>().PurgeAsync(default);
        (await DevicesAsync(person)).ShouldBe(0, "a browser goes although its person did not come back");
        (await people.EntriesAsync(e => e.Reason == "browsers-kept-long-enough")).ShouldNotBeEmpty();
        await SignInAsync(person, "one");
        (await people.NoticesAsync(person.Id)).ShouldHaveSingleItem().Kind.ShouldBe(NoticeKind.NewDevice);
        (await DevicesAsync(person)).ShouldBe(1);
    }

    [Fact]
    public async Task An_account_that_rests_after_wrong_tries_is_told_once_a_day_whoever_looks()
    {
        var person = await people.NewAsync();
        await LockAsync(person);
        await portal.Get<SignIn>().WithPasswordAsync(People.Nobody, "nobody@people.example", "wrong", default);
        (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => portal.Get<LockNotices>().TellAsync(default)))).Sum().ShouldBe(1);
        (await people.NoticesAsync(person.Id)).ShouldHaveSingleItem().Kind.ShouldBe(NoticeKind.Locked);
        portal.Clock.Advance(TryCounter.LockTime);
        await LockAsync(person);
        (await portal.Get<LockNotices>().TellAsync(default)).ShouldBe(0);
        portal.Clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));
        await LockAsync(person);
        (await portal.Get<LockNotices>().TellAsync(default)).ShouldBe(1);
    }

    private async Task LockAsync(Person person)
    {
        for (var i = 0; i < TryCounter.MaxTries; i++)
        {
            await portal.Get<SignIn>().WithPasswordAsync(People.Nobody, person.Email, "wrong", default);
        }
    }

    private async Task SignInAsync(Person person, string? device)
    {
        portal.Clock.Advance(TimeSpan.FromSeconds(30));
        var at = Actor.AnonymousFrom(new Origin(IPAddress.Parse("192.0.2.8"), Firefox) { Device = device });
        var step = await portal.Get<SignIn>().WithPasswordAsync(at, person.Email, People.Password, default);
        (await portal.Get<ConfirmTotp>().WithCodeAsync(at, step!.Token, people.CodeOf(person), default)).Token.ShouldNotBeNull();
    }

    private async Task<int> DevicesAsync(Person person)
    {
        await using var db = portal.Open();
        return await db.Set<KnownDevice>().CountAsync(d => d.AccountId == person.Id.Value);
    }
}
