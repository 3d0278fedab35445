using Portal.Features.AccessReviews;
using Portal.Features.Staff;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.AccessReviews;

/// <summary>Who decides about whom, without a database.</summary>
public sealed class ReviewerPoolTests
{
    private static readonly Role[] Staff = [.. HealthAccess.OfStaff];

    [Fact]
    public void Nobody_is_ever_named_or_allowed_for_themselves_by_whichever_account()
    {
        var random = new Random(7);
        for (var round = 0; round < 400; round++)
        {
            var people = Enumerable.Range(0, 8).Select(_ => (Account: AccountId.New(), Role: Staff[random.Next(Staff.Length)], Entry: Guid.NewGuid())).ToList();
            // Some people have two accounts, and everybody has anybody as manager, themselves included.
            people[1] = people[1] with { Entry = people[0].Entry };
            var places = people.ToDictionary(
                one => one.Account, one => new StaffPlace(one.Entry, "Ward", null, [people[random.Next(8)].Account, people[random.Next(8)].Account], null));
            var pool = new ReviewerPool(people.Where(_ => random.Next(5) > 0).ToDictionary(one => one.Account, one => one.Role), places);
            foreach (var person in people)
            {
                var named = pool.Name(person.Account, person.Role);
                foreach (var one in pool.Allowed(person.Account, person.Role, [.. people.Select(other => other.Account)]).Concat(named is { } chosen ? [chosen] : []))
                {
                    places[one].Entry.ShouldNotBe(person.Entry);
                    if (person.Role == Role.ComplianceOfficer)
                    {
                        people.Single(other => other.Account == one).Role.ShouldBeOneOf(Role.ComplianceOfficer, Role.Auditor);
                    }
                }
            }
        }
    }

    [Fact]
    public void A_sample_without_the_law_would_be_found()
    {
        // A pool that does not know that two accounts are one person's names the other one: what the law above rests on is the directory.
        var (own, second) = (AccountId.New(), AccountId.New());
        var entry = Guid.NewGuid();
        Dictionary<AccountId, Role> able = new() { [second] = Role.ComplianceOfficer };
        new ReviewerPool(able, new Dictionary<AccountId, StaffPlace>()).Name(own, Role.Nurse).ShouldBe(second);
        new ReviewerPool(able, new Dictionary<AccountId, StaffPlace>
        {
            [own] = new(entry, "Ward", null, [], null), [second] = new(entry, "Ward", null, [], null),
        }).Name(own, Role.Nurse).ShouldBeNull();
    }

    [Fact]
    public void Officers_share_what_falls_to_them()
    {
        var officers = new[] { AccountId.New(), AccountId.New(), AccountId.New() };
        var pool = new ReviewerPool(officers.ToDictionary(one => one, _ => Role.ComplianceOfficer), new Dictionary<AccountId, StaffPlace>());
        var named = Enumerable.Range(0, 9).Select(_ => pool.Name(AccountId.New(), Role.Nurse)!.Value).ToList();
        named.GroupBy(one => one).Select(group => group.Count()).ShouldBe([3, 3, 3]);
    }

    [Fact]
    public void A_manager_who_cannot_act_is_passed_over()
    {
        var (manager, officer, nurse) = (AccountId.New(), AccountId.New(), AccountId.New());
        var pool = new ReviewerPool(
            new Dictionary<AccountId, Role> { [officer] = Role.ComplianceOfficer },
            new Dictionary<AccountId, StaffPlace> { [nurse] = new(Guid.NewGuid(), "Ward", null, [manager], null) });
        pool.Name(nurse, Role.Nurse).ShouldBe(officer);
    }
}
