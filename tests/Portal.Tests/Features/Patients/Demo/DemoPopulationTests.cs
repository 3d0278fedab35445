using Portal.Features.Patients.Demo;
using Portal.Features.Patients.Demo.Terms;

namespace Portal.Tests.Features.Patients.Demo;

public sealed class DemoPopulationTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static List<DemoPerson> Everybody() => [.. Enumerable.Range(1, DemoPopulation.Size).Select(number => DemoPopulation.Person(number, Now))];

    [Fact]
    public void The_same_day_invents_the_same_people()
    {
        var (one, other) = (Everybody(), Everybody());
        one.Select(person => person.Identity.Name).ShouldBe(other.Select(person => person.Identity.Name));
        one.Select(person => person.Birth).ShouldBe(other.Select(person => person.Birth));
        one.Select(person => person.Problems.Count).ShouldBe(other.Select(person => person.Problems.Count));
    }

    [Fact]
    public void Another_day_invents_the_same_names() =>
        Everybody().Select(person => person.Identity.Name)
            .ShouldBe(Enumerable.Range(1, DemoPopulation.Size).Select(number => DemoPopulation.Person(number, Now.AddDays(400)).Identity.Name));

    [Fact]
    public void Nobody_can_be_written_to_or_called()
    {
        var contacts = Everybody().Select(person => person.Identity.Contact).ToList();
        contacts.SelectMany(contact => contact.Emails).ShouldAllBe(email => email.EndsWith("@example.org", StringComparison.Ordinal));
        contacts.SelectMany(contact => contact.Emails).ShouldAllBe(email => email.All(char.IsAscii));
        contacts.SelectMany(contact => contact.Phones).ShouldAllBe(phone => phone.Contains(" 555-01", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_name_has_two_parts_and_every_address_is_used_once()
    {
        var people = Everybody();
        people.ShouldAllBe(person => person.Identity.Name.Family.Length > 0 && person.Identity.Name.Given.Length > 0);
        people.SelectMany(person => person.Identity.Contact.Emails).ShouldBeUnique();
        people.Select(person => person.Identity.Mrn).ShouldBeUnique();
    }

    [Fact]
    public void Names_of_many_scripts_are_among_them() =>
        Everybody().Select(person => person.Identity.Name.Family + person.Identity.Name.Given)
            .Count(name => name.Any(letter => letter > 127)).ShouldBeGreaterThan(20);

    [Fact]
    public void About_three_in_ten_have_an_allergy() =>
        Everybody().Count(person => person.Allergies.Count > 0).ShouldBeInRange(44, 80);

    [Fact]
    public void No_child_has_a_problem_of_adults() =>
        Everybody().Where(person => person.AgeAt(Now) < 18).ShouldAllBe(person => !person.Has(ProblemTerms.Hypertension) && !person.Has(ProblemTerms.Diabetes));
}
