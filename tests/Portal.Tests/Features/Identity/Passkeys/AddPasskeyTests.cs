using Microsoft.EntityFrameworkCore;
using Portal.Features.Identity.OwnAccount;
using Portal.Features.Identity.Passkeys;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity.Passkeys;

[Trait("Norm", "ASVS 7.5.3")]
public sealed class AddPasskeyTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly PasskeyPeople people = new(portal);

    [Fact]
    [Trait("Norm", "ASVS 7.4.3")]
    public async Task An_added_passkey_is_listed_and_ends_every_other_session()
    {
        var owner = await people.NewAsync(kind: device => device.IsSynced = true);
        (await people.Own.LivesAsync(owner.Token)).ShouldBeTrue();
        (await people.Own.LivesAsync(owner.OtherToken)).ShouldBeFalse();
        var view = (await portal.Get<OpenOwnAccount>().ForAsync(owner.Actor, default))!;
        var item = view.Passkeys.ShouldHaveSingleItem();
        (item.Name.ValueOrDefault, item.AddedAt, item.LastUsedAt, item.IsSynced).ShouldBe(("Work phone", portal.Clock.GetUtcNow(), null, true));
        (await people.All.EntriesAsync(owner.Person)).Single(e => e.Reason == "passkey-added").Outcome.ShouldBe(AuditOutcome.Allowed);
    }

    [Fact]
    public async Task What_the_person_calls_it_is_not_stored_in_the_open_and_what_nobody_needs_not_at_all()
    {
        var owner = await people.NewAsync();
        var row = await people.RowAsync(owner.Device);
        (row.Data.Name, row.Data.AttestationObject.Length, row.Data.ClientDataJson.Length).ShouldBe((null, 0, 0));
        await using var db = portal.Open();
        var stored = (await db.Database.SqlQuery<string>($"SELECT encode(name, 'escape') || data AS \"Value\" FROM identity.passkeys WHERE id = {row.Id}").ToListAsync()).Single();
        stored.ShouldNotContain("Work phone");
    }

    [Theory]
    [InlineData("origin", "passkey-origin")]
    [InlineData("site", "passkey-site")]
    [InlineData("unverified", "passkey-unverified")]
    [InlineData("challenge", "passkey-challenge")]
    public async Task What_a_right_device_would_not_answer_adds_nothing(string lie, string reason)
    {
        var own = await people.Own.TwiceAsync();
        using var device = new SoftAuthenticator();
        Action told = lie switch
        {
            "origin" => () => device.Origin = "https://portal.example",
            "site" => () => device.Domain = "example",
            "unverified" => () => device.VerifiesPerson = false,
            _ => () => device.OtherChallenge = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        };
        told();
        (await people.AddAsync(own.Actor, device)).Outcome.ShouldBe(OwnChangeOutcome.Refused);
        (await people.All.EntriesAsync(own.Person)).Single(e => e is { Action: AuditAction.Credential, Outcome: AuditOutcome.Denied }).Reason.ShouldBe(reason);
        (await people.Own.LivesAsync(own.OtherToken)).ShouldBeTrue("nothing was changed");
    }

    [Fact]
    public async Task A_passkey_belongs_to_one_account_and_a_question_to_one_session()
    {
        var owner = await people.NewAsync();
        var own = await people.Own.TwiceAsync();
        (await people.AddAsync(own.Actor, owner.Device)).Outcome.ShouldBe(OwnChangeOutcome.Refused);
        (await people.All.EntriesAsync(own.Person)).ShouldContain(e => e.Reason == "passkey-known");
        using var device = new SoftAuthenticator();
        var question = (await portal.Get<OfferPasskey>().ForAsync(own.Actor, default))!;
        var answer = new PasskeyAnswer(question.Ticket, device.Make(question.Options));
        (await portal.Get<AddPasskey>().ForAsync(owner.Actor, answer, "Mine", default)).Outcome.ShouldBe(OwnChangeOutcome.StartAgain);
        await using var db = portal.Open();
        (await db.Set<AccountPasskey>().CountAsync(p => p.CredentialId == device.CredentialId)).ShouldBe(0);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    [InlineData("a\nb")]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901")]
    public async Task A_passkey_needs_a_name_that_a_list_can_show(string? name)
    {
        var own = await people.Own.TwiceAsync();
        using var device = new SoftAuthenticator();
        (await people.AddAsync(own.Actor, device, name)).Outcome.ShouldBe(OwnChangeOutcome.Refused);
    }

    [Fact]
    public async Task It_wants_a_fresh_factor() =>
        await people.Own.ShouldWantAFactorAsync(actor => portal.Get<AddPasskey>().ForAsync(actor, new PasskeyAnswer(Guid.NewGuid(), "{}"), "Name", default));
}
