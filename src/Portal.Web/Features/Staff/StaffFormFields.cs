using System.Globalization;
using Portal.Features.Staff;

namespace Portal.Web.Features.Staff;

/// <summary>What is typed into the form of a person of the directory.</summary>
internal sealed class StaffFormFields
{
    public string? Name { get; set; }

    public string? Number { get; set; }

    public string? Profession { get; set; }

    public string? Licence { get; set; }

    public string? Department { get; set; }

    public string? Team { get; set; }

    public DateOnly? From { get; set; }

    public DateOnly? To { get; set; }

    public string? Email { get; set; }

    public string? Phone { get; set; }

    /// <summary>What the use case is given; a first day that is missing is none that can be.</summary>
    public StaffInput Input(Guid? manager) => new(Number ?? "", Name ?? "", Department ?? "", From ?? DateOnly.MinValue)
    {
        Team = Team, Manager = manager, Profession = Profession, Licence = Licence, EmployedTo = To, Email = Email, Phone = Phone,
    };

    /// <summary>Begins with what the directory says.</summary>
    public void Take(StaffInput? person)
    {
        (Name, Number, Profession, Licence) = (person?.Name, person?.Number, person?.Profession, person?.Licence);
        (Department, Team, From, To) = (person?.Department, person?.Team, person?.EmployedFrom, person?.EmployedTo);
        (Email, Phone) = (person?.Email, person?.Phone);
    }

    /// <summary>Whether nothing was typed that the directory does not say.</summary>
    public bool Equals(StaffInput? person, bool isSameManager)
    {
        var before = new StaffFormFields();
        before.Take(person);
        return isSameManager && Typed().OrderBy(one => one.Key).SequenceEqual(before.Typed().OrderBy(one => one.Key));
    }

    /// <summary>As it is kept while it is typed.</summary>
    public Dictionary<string, string> Typed() => new (string Key, string? Value)[]
    {
        ("name", Name), ("number", Number), ("profession", Profession), ("licence", Licence), ("department", Department), ("team", Team),
        ("from", Written(From)), ("to", Written(To)), ("email", Email), ("phone", Phone),
    }.Where(one => !string.IsNullOrEmpty(one.Value)).ToDictionary(one => one.Key, one => one.Value!);

    /// <summary>Takes what was kept.</summary>
    public void Take(IReadOnlyDictionary<string, string> typed)
    {
        (Name, Number, Profession, Licence) = (typed.GetValueOrDefault("name"), typed.GetValueOrDefault("number"), typed.GetValueOrDefault("profession"), typed.GetValueOrDefault("licence"));
        (Department, Team, From, To) = (typed.GetValueOrDefault("department"), typed.GetValueOrDefault("team"), Read(typed.GetValueOrDefault("from")), Read(typed.GetValueOrDefault("to")));
        (Email, Phone) = (typed.GetValueOrDefault("email"), typed.GetValueOrDefault("phone"));
    }

    private static string? Written(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly? Read(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
