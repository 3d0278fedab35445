using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Features.Identity;
using Portal.Features.Identity.Accounts;
using Portal.Tests.Data;

namespace Portal.Tests.Features.Identity;

/// <summary>Whether an address has an account cannot be told by the work that a refusal costs: the same statements in the same order, and one hash.</summary>
[Trait("Norm", "ASVS 6.3.8")]
public sealed class SignInWorkTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly People people = new(portal);

    [Fact]
    public async Task A_refusal_costs_the_same_statements_and_one_hash_whether_the_address_is_unknown_known_locked_disabled_or_without_a_password()
    {
        var hasher = new Counting();
        await using var counted = await SecondPortal.OpenAsync(portal, exchange: services => services.Replace(ServiceDescriptor.Singleton<IPasswordHasher<Account>>(hasher)));
        var (known, locked) = (await people.NewAsync(), await people.NewAsync());
        for (var i = 0; i < TryCounter.MaxTries; i++)
        {
            await counted.Get<SignIn>().WithPasswordAsync(People.Nobody, locked.Email, "wrong", default);
        }

        var expected = await WorkAsync(counted, hasher, known.Email, "wrong");

        expected.Hashes.ShouldBe(1);
        expected.Statements.Count.ShouldBeInRange(3, 6);
        (await WorkAsync(counted, hasher, $"{Guid.NewGuid():N}@nobody.example", "wrong")).ShouldBeSame(expected, "unknown");
        (await WorkAsync(counted, hasher, locked.Email, People.Password)).ShouldBeSame(expected, "locked");
        (await WorkAsync(counted, hasher, (await DisabledAsync()).Email, People.Password)).ShouldBeSame(expected, "disabled");
        (await WorkAsync(counted, hasher, (await WithoutPasswordAsync()).Email, "wrong")).ShouldBeSame(expected, "without a password");
    }

    [Fact]
    public async Task Tries_at_an_unknown_address_are_counted_in_a_row_that_is_there_already()
    {
        var address = $"{Guid.NewGuid():N}@nobody.example";
        var id = portal.Get<TryCounter>().DecoyOf(address.ToUpperInvariant());
        for (var i = 0; i < 3; i++)
        {
            (await portal.Get<SignIn>().WithPasswordAsync(People.Nobody, address, "wrong", default)).ShouldBeNull();
        }

        await using var db = portal.Open();
        (await db.Set<SignInCounter>().SingleAsync(c => c.AccountId == id)).Failures.ShouldBe(3);
        var decoys = Enumerable.Range(0, 200_000).Select(n => SignInDecoys.IdOf($"{n}")).Distinct().ToArray();
        decoys.Length.ShouldBe(SignInDecoys.Count);
        (await db.Set<SignInCounter>().CountAsync(c => decoys.Contains(c.AccountId))).ShouldBe(SignInDecoys.Count);
    }

    private async Task<Person> DisabledAsync()
    {
        var person = await people.NewAsync();
        await people.DisableAsync(person.Id);
        return person;
    }

    private async Task<Person> WithoutPasswordAsync()
    {
        var person = await people.NewAsync();
        await using var db = portal.Open();
        await db.Set<Account>().Where(a => a.Id == person.Id.Value).ExecuteUpdateAsync(set => set.SetProperty(a => a.PasswordHash, (string?)null));
        return person;
    }

    private async Task<Work> WorkAsync(SecondPortal counted, Counting hasher, string email, string password)
    {
        using var sent = new SentStatements(portal.Database.Name);
        var before = hasher.Verified;
        (await counted.Get<SignIn>().WithPasswordAsync(People.Nobody, email, password, default)).ShouldBeNull();
        return new Work([.. sent.All], hasher.Verified - before);
    }

    private sealed record Work(IReadOnlyList<string> Statements, int Hashes)
    {
        public void ShouldBeSame(Work other, string address)
        {
            Hashes.ShouldBe(other.Hashes, address);
            Statements.ShouldBe(other.Statements, address);
        }
    }

    private sealed class Counting : IPasswordHasher<Account>
    {
        private readonly PasswordHasher<Account> hasher = new();
        private int verified;

        public int Verified => verified;

        public string HashPassword(Account user, string password) => hasher.HashPassword(user, password);

        public PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
        {
            Interlocked.Increment(ref verified);
            return hasher.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
