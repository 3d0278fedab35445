using Microsoft.EntityFrameworkCore;
using Portal.Features.Identity;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Factors;

namespace Portal.Tests.Features.Identity;

/// <summary>Twenty tries at the same moment, each on a connection of its own: all are counted, five are verified, for each kind of secret.</summary>
[Trait("Norm", "164.308(a)(5)(ii)(C)")]
public sealed class LockoutTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private const int Tries = 20;

    private readonly People people = new(portal);

    public enum Secret
    {
        Password,
        Totp,
        RecoveryCode,
    }

    [Theory]
    [InlineData(Secret.Password, "wrong-password")]
    [InlineData(Secret.Totp, "wrong-code")]
    [InlineData(Secret.RecoveryCode, "wrong-recovery-code")]
    public async Task Twenty_parallel_wrong_tries_count_as_twenty_and_lock_out_the_right_secret_until_the_lock_ends(Secret kind, string reason)
    {
        await using var wide = await SecondPortal.OpenAsync(portal, connections: 2 * Tries);
        var door = await DoorAsync(wide, kind);

        (await AtOnceAsync([.. Enumerable.Repeat(door.Wrong, Tries)], door.TryAsync)).ShouldAllBe(opened => !opened);

        (await CountedAsync(door.Person)).ShouldBe(Tries);
        (await people.RefusalsAsync(door.Person)).CountBy(r => r!).ToDictionary()
            .ShouldBe(new Dictionary<string, int> { [reason] = TryCounter.MaxTries, ["locked"] = Tries - TryCounter.MaxTries }, ignoreOrder: true);
        (await door.TryAsync(door.Right())).ShouldBeFalse("the right one is refused while the lock lasts");
        portal.Clock.Advance(TryCounter.LockTime - TimeSpan.FromSeconds(1));
        (await TryPasswordAsync(wide, door.Person, People.Password)).ShouldBeFalse("to the last second");
        portal.Clock.Advance(TimeSpan.FromSeconds(1));
        var again = await DoorAsync(wide, kind, door.Person);
        (await again.TryAsync(again.Right())).ShouldBeTrue("the lock ends by itself");
    }

    [Theory]
    [InlineData(Secret.Password, "wrong-password")]
    [InlineData(Secret.Totp, "wrong-code")]
    [InlineData(Secret.RecoveryCode, "wrong-recovery-code")]
    public async Task With_the_right_one_among_twenty_no_more_than_five_wrong_ones_are_verified(Secret kind, string reason)
    {
        await using var wide = await SecondPortal.OpenAsync(portal, connections: 2 * Tries);
        for (var round = 0; round < 3; round++)
        {
            var door = await DoorAsync(wide, kind);
            var right = door.Right();
            string[] tries = [.. Enumerable.Range(0, Tries).Select(n => n == 7 * round ? right : door.Wrong)];

            var opened = await AtOnceAsync(tries, door.TryAsync);

            opened.Count(o => o).ShouldBeLessThanOrEqualTo(1);
            (await people.RefusalsAsync(door.Person)).Count(r => r == reason).ShouldBeLessThanOrEqualTo(TryCounter.MaxTries);
        }
    }

    [Fact]
    public async Task Tries_against_a_lock_do_not_make_it_longer()
    {
        var person = await people.NewAsync();
        for (var minute = 0; minute < 15; minute++)
        {
            for (var i = 0; i < TryCounter.MaxTries; i++)
            {
                (await portal.Get<SignIn>().WithPasswordAsync(People.Nobody, person.Email, "wrong", default)).ShouldBeNull();
            }

            portal.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        (await people.PasswordAsync(person)).ShouldNotBeNull();
    }

    private static async Task<bool[]> AtOnceAsync(IReadOnlyList<string> secrets, Func<string, Task<bool>> tryOne)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var tries = secrets.Select(async secret =>
        {
            await start.Task;
            return await tryOne(secret);
        }).ToArray();
        start.SetResult();
        return await Task.WhenAll(tries);
    }

    private async Task<Door> DoorAsync(SecondPortal wide, Secret kind, Person? person = null)
    {
        person ??= await people.NewAsync();
        if (kind == Secret.Password)
        {
            return new Door(person, () => People.Password, "wrong", secret => TryPasswordAsync(wide, person, secret));
        }

        var step = await people.PasswordAsync(person);
        return kind == Secret.Totp
            ? new Door(person, () => people.CodeOf(person), people.WrongCodeOf(person), async secret =>
                (await wide.Get<ConfirmTotp>().WithCodeAsync(People.Nobody, step.Token, secret, default)).Outcome == FactorOutcome.SignedIn)
            : await RecoveryDoorAsync(wide, person, step);
    }

    private async Task<Door> RecoveryDoorAsync(SecondPortal wide, Person person, SignInStep step)
    {
        await using var db = portal.Open();
        var codes = await portal.Get<RecoveryCodes>().ReplaceAsync(db, person.Id.Value, default);
        return new Door(person, () => codes[0], "AAAA-AAAA-AAAA-AAAA", async secret =>
            (await wide.Get<UseRecoveryCode>().WithCodeAsync(People.Nobody, step.Token, secret, default)).Outcome == FactorOutcome.SignedIn);
    }

    private static async Task<bool> TryPasswordAsync(SecondPortal wide, Person person, string password) =>
        await wide.Get<SignIn>().WithPasswordAsync(People.Nobody, person.Email, password, default) is not null;

    private async Task<int> CountedAsync(Person person)
    {
        await using var db = portal.Open();
        return await db.Set<SignInCounter>().Where(c => c.AccountId == person.Id.Value).Select(c => c.Failures).SingleAsync();
    }

    private sealed record Door(Person Person, Func<string> Right, string Wrong, Func<string, Task<bool>> TryAsync);
}
