using Portal.Data.Postgres.Embedded;
using Portal.Features.Identity.OwnAccount;
using Portal.Features.Identity.Passkeys;
using Portal.Kernel.Audit;
using Portal.Tests.Data;

namespace Portal.Tests.Features.Identity.Passkeys;

[Trait("Norm", "ASVS 7.4.3")]
public sealed class RemovePasskeyTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly PasskeyPeople people = new(portal);

    [Fact]
    public async Task A_removed_passkey_opens_nothing_and_every_other_session_ends()
    {
        var owner = await people.NewAsync();
        var elsewhere = (await people.SignInAsync(owner.Device)).Token;
        var removed = await portal.Get<RemovePasskey>().ForAsync(owner.Actor, (await people.RowAsync(owner.Device)).Id, default);
        removed.Outcome.ShouldBe(OwnChangeOutcome.Changed);
        (await people.Own.LivesAsync(removed.Token)).ShouldBeTrue();
        (await people.Own.LivesAsync(elsewhere)).ShouldBeFalse();
        (await people.SignInAsync(owner.Device)).ShouldBe(PasskeyResult.Refused);
        (await people.All.RefusalsAsync(owner.Person)).ShouldBe(["unknown-passkey"]);
        (await people.All.EntriesAsync(owner.Person)).Single(e => e.Reason == "passkey-removed").Outcome.ShouldBe(AuditOutcome.Allowed);
    }

    [Fact]
    public async Task Nobody_removes_somebody_elses()
    {
        var (owner, other) = (await people.NewAsync(), await people.NewAsync());
        (await portal.Get<RemovePasskey>().ForAsync(other.Actor, (await people.RowAsync(owner.Device)).Id, default)).ShouldBe(OwnChangeResult.StartAgain);
        (await people.SignInAsync(owner.Device)).Outcome.ShouldBe(PasskeyOutcome.SignedIn);
    }

    // Whoever confirms a new address holds the account first: taken the other way round the two would wait for each other.
    [Fact]
    public async Task Given_that_the_account_is_held_by_another_change_When_a_passkey_is_removed_Then_it_waits_with_empty_hands()
    {
        var owner = await people.NewAsync();
        var id = (await people.RowAsync(owner.Device)).Id;
        await using var other = await portal.Database.OpenAsync(DatabaseRole.Superuser);
        await using var held = await other.BeginTransactionAsync();
        await Attack.RunAsync(other, "SELECT FROM identity.accounts WHERE id = $1 FOR UPDATE", owner.Actor.Account!.Value.Value);
        var removing = portal.Get<RemovePasskey>().ForAsync(owner.Actor, id, default);
        while (!removing.IsCompleted && await Attack.RunAsync(other, "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')") is not true)
        {
            await Task.Delay(20);
        }

        await Attack.RunAsync(other, "SELECT FROM identity.passkeys WHERE id = $1 FOR UPDATE NOWAIT", id);
        await held.RollbackAsync();
        (await removing).Outcome.ShouldBe(OwnChangeOutcome.Changed);
    }

    [Fact]
    public async Task It_wants_a_fresh_factor() => await people.Own.ShouldWantAFactorAsync(actor => portal.Get<RemovePasskey>().ForAsync(actor, Guid.NewGuid(), default));
}
