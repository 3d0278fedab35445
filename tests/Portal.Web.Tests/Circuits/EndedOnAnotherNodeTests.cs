using Microsoft.EntityFrameworkCore;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;
using Portal.Tests.Features.Identity;

namespace Portal.Web.Tests.Circuits;

/// <summary>A circuit on one node, and what ends its session on another: the rows are all that the two share.</summary>
[Trait("Norm", "164.308(a)(3)(ii)(C)")]
[Trait("Norm", "ASVS 7.4.2")]
public sealed class EndedOnAnotherNodeTests(WebFixture web) : IClassFixture<WebFixture>
{
    private readonly WebPeople people = new(web);

    [Fact]
    public async Task Whatever_ends_a_session_elsewhere_cuts_its_circuit_here()
    {
        await using var node = await OwnHost.StartAsync(web);
        using var calm = node.NewBrowser();
        using var stays = await OpenAsync(node, calm, (await people.NewAsync(Role.Clinician)));
        foreach (var (cause, end) in Causes)
        {
            using var browser = node.NewBrowser();
            var person = await people.NewAsync(Role.Clinician);
            using var circuit = await OpenAsync(node, browser, person);
            await using (var db = web.Core.Open())
            {
                (await end(db.Set<Account>().Where(a => a.Id == person.Id.Value), db.Set<Session>().Where(s => s.AccountId == person.Id.Value), db.Set<AccountRole>().Where(r => r.UserId == person.Id.Value)))
                    .ShouldBeGreaterThan(0, cause);
            }

            // Nothing is sent on it: a connection that goes on would be waited for in vain, which fails.
            await circuit.UntilAsync(one => one.Calls.Contains("close"));
        }

        await stays.SendAsync("BeginInvokeDotNetFromJS", null, "7", null, "Anything", 4711L, "[]");
        (await stays.UntilAsync(one => one.Calls.Contains("JS.EndInvokeDotNet"))).ShouldBeTrue("nobody ended that one");
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static IEnumerable<(string Cause, Func<IQueryable<Account>, IQueryable<Session>, IQueryable<AccountRole>, Task<int>> End)> Causes =>
    [
        ("disabled", (accounts, _, _) => accounts.ExecuteUpdateAsync(set => set.SetProperty(a => a.DisabledAt, Now))),
        ("role taken away", (_, _, roles) => roles.ExecuteDeleteAsync()),
        ("signed out", (_, sessions, _) => Ended(sessions, SessionEnding.OwnWish)),
        ("password or factor changed", (_, sessions, _) => Ended(sessions, SessionEnding.CredentialChanged)),
        ("ended elsewhere", (_, sessions, _) => Ended(sessions, SessionEnding.EndedElsewhere)),
        ("idle", (_, sessions, _) => sessions.ExecuteUpdateAsync(set => set.SetProperty(s => s.LastInputAt, s => s.LastInputAt.AddHours(-1)))),
        ("twelve hours old", (_, sessions, _) => sessions.ExecuteUpdateAsync(set => set.SetProperty(s => s.CreatedAt, s => s.CreatedAt.AddHours(-13)))),
    ];

    private static Task<int> Ended(IQueryable<Session> sessions, SessionEnding ending) =>
        sessions.Where(s => s.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, Now).SetProperty(s => s.Ending, ending));

    private static async Task<RawCircuit> OpenAsync(OwnHost node, Browser browser, Person person)
    {
        using var signedIn = await WebPeople.SignInAsync(browser, person);
        return await RawCircuit.OpenAsync(node.Address, browser, "/patients");
    }
}
