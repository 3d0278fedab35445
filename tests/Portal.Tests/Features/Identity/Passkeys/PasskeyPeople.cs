using Microsoft.EntityFrameworkCore;
using Portal.Features.Identity.OwnAccount;
using Portal.Features.Identity.Passkeys;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.Identity.Passkeys;

/// <summary>People who have a passkey, made and used by the same use cases as everybody's.</summary>
internal sealed class PasskeyPeople(PortalFixture portal)
{
    public People All { get; } = new(portal);

    public OwnPeople Own { get; } = new(portal);

    public async Task<PasskeyOwner> NewAsync(Role role = Role.Nurse, Action<SoftAuthenticator>? kind = null)
    {
        var own = await Own.TwiceAsync(role);
        var device = new SoftAuthenticator();
        kind?.Invoke(device);
        var added = await AddAsync(own.Actor, device);
        added.Outcome.ShouldBe(OwnChangeOutcome.Changed);
        return new PasskeyOwner(own.Person, own.Actor, added.Token!, own.OtherToken, device);
    }

    public async Task<OwnChangeResult> AddAsync(Actor actor, SoftAuthenticator device, string? name = "Work phone")
    {
        var question = (await portal.Get<OfferPasskey>().ForAsync(actor, default))!;
        return await portal.Get<AddPasskey>().ForAsync(actor, new PasskeyAnswer(question.Ticket, device.Make(question.Options)), name, default);
    }

    public async Task<PasskeyQuestion> AskAsync(string? browser = null) => (await portal.Get<AskForPasskey>().ToSignInAsync(People.Nobody, browser, default))!;

    public Task<PasskeyResult> AnswerAsync(PasskeyQuestion question, string credential) =>
        portal.Get<SignInWithPasskey>().ForAsync(People.Nobody, new PasskeyAnswer(question.Ticket, credential, question.Browser), default);

    public async Task<PasskeyResult> SignInAsync(SoftAuthenticator device)
    {
        var question = await AskAsync();
        return await AnswerAsync(question, device.Show(question.Options));
    }

    public async Task<AccountPasskey> RowAsync(SoftAuthenticator device)
    {
        await using var db = portal.Open();
        return await db.Set<AccountPasskey>().AsNoTracking().SingleAsync(p => p.CredentialId == device.CredentialId);
    }
}

/// <summary>A person with a passkey; signed in with <paramref name="Token"/>, and with <paramref name="OtherToken"/> until the passkey was added.</summary>
internal sealed record PasskeyOwner(Person Person, Actor Actor, string Token, string OtherToken, SoftAuthenticator Device);
