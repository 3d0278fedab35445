using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data;
using Portal.Features.Identity;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Changes;
using Portal.Features.Identity.Factors;
using Portal.Features.Identity.OwnAccount;
using Portal.Features.Identity.Sessions;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Tests.Features.Identity;

namespace Portal.Web.Tests.Circuits;

/// <summary>
/// All that ends a session, each as it happens: by the use case of whoever causes it, or by a row alone where time went by or somebody wrote past the portal.
/// </summary>
internal sealed class Endings(IServiceProvider services)
{
    private static readonly Dictionary<string, Func<Endings, Actor, Task>> Ways = new()
    {
        ["signed out"] = (all, whose) => all.Get<SignOut>().ForAsync(whose, default),
        ["ended from another session"] = async (all, whose) => (await all.Get<EndSession>().ForAsync(await all.OtherOfAsync(whose), whose.Session!.Value, default)).ShouldBeTrue(),
        ["all others ended"] = async (all, whose) => (await all.Get<EndOtherSessions>().ForAsync(await all.OtherOfAsync(whose), default)).ShouldBe(1),
        ["password changed"] = async (all, whose) =>
            (await all.Get<ChangePassword>().ForAsync(await all.OtherOfAsync(whose), People.Password, "nine quiet harbours wait", default)).Outcome.ShouldBe(OwnChangeOutcome.Changed),
        ["app changed"] = (all, whose) => all.ChangeAppAsync(whose),
        ["signed out by an administrator"] = async (all, whose) => (await all.Get<EndPersonsSessions>().ForAsync(await all.AdministratorAsync(), whose.Account!.Value, default)).ShouldBe(ChangeOutcome.Done),
        ["disabled"] = async (all, whose) => (await all.Get<DisableAccount>().ForAsync(await all.AdministratorAsync(), whose.Account!.Value, DisableReason.Left, default)).ShouldBe(ChangeOutcome.Done),
        ["role taken away"] = async (all, whose) => (await all.Get<ChangeRole>().ForAsync(await all.AdministratorAsync(), whose.Account!.Value, Role.None, default)).ShouldBe(ChangeOutcome.Done),
        ["only the account's row is closed"] = (all, whose) => all.WriteAsync(db => db.Set<Account>().Where(a => a.Id == whose.Account!.Value.Value).ExecuteUpdateAsync(set => set.SetProperty(a => a.DisabledAt, all.Now))),
        ["only the role's row is gone"] = (all, whose) => all.WriteAsync(db => db.Set<AccountRole>().Where(r => r.UserId == whose.Account!.Value.Value).ExecuteDeleteAsync()),
        ["idle"] = (all, whose) => all.WriteAsync(db => Row(db, whose).ExecuteUpdateAsync(set => set.SetProperty(s => s.LastInputAt, s => s.LastInputAt.AddMinutes(-16)))),
        ["twelve hours old"] = (all, whose) => all.WriteAsync(db => Row(db, whose).ExecuteUpdateAsync(set => set.SetProperty(s => s.CreatedAt, s => s.CreatedAt.AddHours(-12)))),
    };

    private readonly List<Actor> administrators = [];

    /// <summary>What the ways are called.</summary>
    public static IReadOnlyCollection<string> Names => Ways.Keys;

    /// <summary>The same for a theory.</summary>
    public static TheoryData<string> All() => [.. Names];

    public Task EndAsync(string way, Actor whose) => Ways[way](this, whose);

    /// <summary>Opens a session as a sign-in with a passkey does; the token is the cookie's.</summary>
    public async Task<(Actor Actor, string Token)> OpenAsync(AccountId account, Role role)
    {
        await using var db = Get<PortalDatabase>().Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var token = await Get<SessionOpening>().WithPasskeyAsync(db, People.Nobody, account.Value, role, default);
        await transaction.CommitAsync();
        var session = (await Get<FindSession>().ByTokenAsync(People.Nobody, token, default))!;
        return (Actor.Person(session.Account, session.Role, session.Session, People.Nobody.Origin), token);
    }

    /// <summary>Makes whoever is needed for the endings, so that nothing but the ending is left to do.</summary>
    public async Task<Actor> AdministratorAsync()
    {
        if (administrators.Count == 0)
        {
            var account = new NewAccount($"{Guid.NewGuid():N}@people.example", "Test Administrator", People.Password, Role.Administrator) { TotpSecret = Guid.NewGuid().ToByteArray() };
            administrators.Add((await OpenAsync((await Get<CreateAccount>().ForAsync(People.Job, account, default))!.Value, Role.Administrator)).Actor);
        }

        return administrators[0];
    }

    private DateTimeOffset Now => Get<TimeProvider>().GetUtcNow();

    private async Task ChangeAppAsync(Actor whose)
    {
        var other = await OtherOfAsync(whose);
        var offer = (await Get<OfferNewApp>().ForAsync(other, default))!;
        var code = Totp.CodeAt(WebPeople.FromBase32(offer.Key), Totp.StepAt(Now));
        (await Get<ConfirmNewApp>().WithCodeAsync(other, code, default)).Outcome.ShouldBe(OwnChangeOutcome.Changed);
    }

    private async Task<Actor> OtherOfAsync(Actor whose) => (await OpenAsync(whose.Account!.Value, whose.Role)).Actor;

    private async Task WriteAsync(Func<PortalDbContext, Task<int>> write)
    {
        await using var db = Get<PortalDatabase>().Open();
        (await write(db)).ShouldBe(1);
    }

    private static IQueryable<Session> Row(PortalDbContext db, Actor whose) => db.Set<Session>().Where(s => s.Id == whose.Session!.Value.Value);

    private T Get<T>()
        where T : notnull => services.GetRequiredService<T>();
}
